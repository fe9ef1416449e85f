import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/properties/check/problem.js';
import { proxyForJava, proxyForNode } from '../../src/properties/proxy.js';
import { daemonClassPath } from '../maven/support/daemon-jars.js';
import { collected } from './support/collected.js';
import { runJava } from './support/java-program.js';

describe('the proxy of the environment', () => {
  const forJava = (env: Record<string, string>) => {
    const problems: Problem[] = [];
    const { jvmOptions, env: forEnv } = proxyForJava(env, true, problems);
    return {
      jvmOptions: jvmOptions.map(({ option }) => option),
      env: forEnv,
      problems: problems.map(({ message }) => message),
    };
  };

  it('becomes system properties of the JVM', () => {
    expect(
      forJava({
        HTTPS_PROXY: 'http://proxy.example:3128',
        NO_PROXY: '.internal, api.example:8443,10.1.2.3,10.0.0.0/8',
      }),
    ).toEqual({
      jvmOptions: [
        '-Dhttp.proxyHost=proxy.example',
        '-Dhttp.proxyPort=3128',
        '-Dhttps.proxyHost=proxy.example',
        '-Dhttps.proxyPort=3128',
        '-Dhttp.nonProxyHosts=localhost|127.*|internal|*.internal|api.example|*.api.example|10.1.2.3',
      ],
      env: {},
      problems: [],
    });
  });

  it('is taken from lower case first, and from ALL_PROXY and HTTP_PROXY if there is no other', () => {
    const host = (env: Record<string, string>) => forJava(env).jvmOptions[0];
    expect(host({ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' })).toBe('-Dhttp.proxyHost=a');
    expect(host({ ALL_PROXY: 'c:1', HTTP_PROXY: 'http://d:1' })).toBe('-Dhttp.proxyHost=c');
    expect(host({ HTTP_PROXY: 'http://d:1' })).toBe('-Dhttp.proxyHost=d');
    expect(host({})).toBeUndefined();
  });

  it('with a password goes by java’s environment, never by its arguments', () => {
    const { jvmOptions, env } = forJava({ HTTPS_PROXY: 'http://user:secret@proxy.example:3128' });
    expect(jvmOptions).toEqual([]);
    expect(env).toMatchObject({
      HTTP_PROXY: 'http://user:secret@proxy.example:3128',
      no_proxy: 'localhost,127.*',
    });
  });

  it('is refused where the daemon could not use it', () => {
    expect(forJava({ HTTPS_PROXY: 'https://proxy.example' }).problems).toEqual([
      expect.stringMatching(/only knows http:\/\//),
    ]);
    expect(forJava({ HTTPS_PROXY: 'http://u:p%40x@proxy.example' }).problems).toEqual([
      expect.stringMatching(/escaped/),
    ]);
    expect(forJava({ ALL_PROXY: 'socks5://proxy.example:1080' }).problems).toHaveLength(1);
    expect(forJava({ HTTPS_PROXY: 'http://:x:' }).problems).toHaveLength(1);
  });

  it('is kept away from stand-ins on this machine', () => {
    const problems: Problem[] = [];
    expect(proxyForJava({ ALL_PROXY: 'socks5://p:1' }, false, problems)).toEqual({
      jvmOptions: [],
      env: { NO_PROXY: 'localhost,127.*', no_proxy: 'localhost,127.*' },
    });
    expect(problems).toEqual([]);
    expect(collected({ env: { ALL_PROXY: 'socks5://p:1' }, isLocal: true }).proxyOptions).toEqual([]);
  });
});

describe('the proxy by which kcl-ts itself calls AWS', () => {
  it('is that of the daemon, and so are the hosts that need none', () => {
    const proxyFor = proxyForNode({
      HTTPS_PROXY: 'http://p:3128',
      NO_PROXY: '.internal, dynamodb.eu-west-1.amazonaws.com',
    });
    expect(proxyFor?.('kinesis.eu-west-1.amazonaws.com')?.host).toBe('p:3128');
    for (const host of ['dynamodb.eu-west-1.amazonaws.com', 'vpce.internal', 'localhost', '127.0.0.1'])
      expect(proxyFor?.(host)).toBeUndefined();
    expect(proxyForNode({})).toBeUndefined();
  });
});

describe('the AWS clients of the daemon', () => {
  let proxy: Server;
  let standIn: Server;
  let asked: string[];
  let classPath: string[];

  beforeAll(async () => {
    proxy = createServer((_request, response) => response.end());
    // Refused, so that nothing leaves this machine: that it was asked is what counts.
    proxy.on('connect', ({ url, headers }, socket) => {
      asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    standIn = createServer((_request, response) => {
      asked.push('direct');
      response.writeHead(400).end('{}');
    });
    for (const server of [proxy, standIn]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    classPath = await daemonClassPath();
  });

  afterAll(() => {
    for (const server of [proxy, standIn]) server.close();
  });

  const port = (server: Server) => (server.address() as AddressInfo).port;

  it('ask the proxy of HTTPS_PROXY for AWS, and call this machine directly', async () => {
    const services = ['kinesis', 'dynamodb', 'monitoring'].map(
      (name) => `${name}.eu-west-1.amazonaws.com:443`,
    );
    for (const user of ['', 'user:secret@']) {
      asked = [];
      const { jvmOptions, env } = proxyForJava(
        { HTTPS_PROXY: `http://${user}127.0.0.1:${port(proxy)}` },
        true,
        [],
      );
      await runJava('CallAws', classPath, [`http://127.0.0.1:${port(standIn)}`], {
        options: jvmOptions.map(({ option }) => option),
        env,
      });
      const sign = user ? ` Basic ${Buffer.from('user:secret').toString('base64')}` : '';
      expect([...new Set(asked)].sort()).toEqual(
        ['direct', ...services.map((service) => service + sign)].sort(),
      );
    }
  });
});
