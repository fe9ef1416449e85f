import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureJars } from '../../../src/maven/fetch/ensure-jars.js';
import { startConnectProxy } from '../support/connect-proxy.js';
import { jarProject } from '../support/jar-project.js';
import { startMavenServer, status } from '../support/maven-server.js';

/** Fetches through what the environment and the .npmrc say; the proxy's and the server's records tell the way. */
async function fetchWith(
  settingsOf: (proxy: string) => { env?: object; npmrc?: string },
  credentials?: string,
) {
  const project = await jarProject([20_000, 20_000, 20_000]);
  const server = await startMavenServer(project.files);
  const proxy = await startConnectProxy(credentials);
  const { env = {}, npmrc } = settingsOf(proxy.url);
  if (npmrc !== undefined) await writeFile(join(project.home, '.npmrc'), npmrc);
  await ensureJars(project.settings([server.url]), {
    ...project.context,
    env: { ...env, CI_PROXY: proxy.url },
  });
  expect(await project.cached()).toEqual(project.files);
  return { tunnels: proxy.tunnels, target: `127.0.0.1:${server.port}` };
}

describe('a proxy', () => {
  it.each([
    ['HTTP_PROXY', (proxy: string) => ({ env: { HTTP_PROXY: proxy } })],
    ['http_proxy', (proxy: string) => ({ env: { http_proxy: proxy } })],
    ['ALL_PROXY', (proxy: string) => ({ env: { ALL_PROXY: proxy } })],
    ['npm_config_proxy', (proxy: string) => ({ env: { npm_config_proxy: proxy } })],
    ['proxy in .npmrc', (proxy: string) => ({ npmrc: `; mine\nproxy = "${proxy}"\n` })],
    ['proxy in .npmrc from a variable', () => ({ npmrc: 'proxy=${CI_PROXY}\n' })],
  ])('named by %s is used for every jar', async (_, settings) => {
    const { tunnels, target } = await fetchWith(settings);
    expect(tunnels.length).toBeGreaterThan(0);
    expect(new Set(tunnels.map((tunnel) => tunnel.target))).toEqual(new Set([target]));
  });

  it.each([
    ['NO_PROXY', (proxy: string) => ({ env: { HTTP_PROXY: proxy, NO_PROXY: 'example.com,127.0.0.1' } })],
    ['no_proxy=*', (proxy: string) => ({ env: { HTTP_PROXY: proxy, no_proxy: '*' } })],
    [
      'npm_config_noproxy',
      (proxy: string) => ({ env: { HTTP_PROXY: proxy, npm_config_noproxy: '127.0.0.1' } }),
    ],
    ['noproxy in .npmrc', (proxy: string) => ({ npmrc: `proxy=${proxy}\nnoproxy=127.0.0.1\n` })],
  ])('is passed by where %s says so', async (_, settings) => {
    const { tunnels } = await fetchWith(settings);
    expect(tunnels).toEqual([]);
  });

  it('for https alone is not used for http', async () => {
    const { tunnels } = await fetchWith((proxy) => ({ env: { HTTPS_PROXY: proxy } }));
    expect(tunnels).toEqual([]);
  });

  it('gets the credentials of its address', async () => {
    const { tunnels } = await fetchWith((proxy) => ({ env: { HTTP_PROXY: proxy } }), 'me:secret');
    expect(tunnels[0]?.authorization).toBe(`Basic ${Buffer.from('me:secret').toString('base64')}`);
  });

  it('that refuses is named as such, without its password', async () => {
    const project = await jarProject();
    const server = await startMavenServer(project.files);
    const proxy = await startConnectProxy('me:secret');
    const error: unknown = await ensureJars(project.settings([server.url]), {
      ...project.context,
      env: { HTTP_PROXY: `http://me:wrong-one@127.0.0.1:${proxy.port}` },
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'JARS_UNAVAILABLE',
      details: expect.stringMatching(/the proxy refuses: .*407/) as string,
    });
    expect(JSON.stringify(error)).not.toContain('wrong-one');
  });
});

describe('a mirror that wants credentials', () => {
  it('gets those of its address, and they are not passed on to where it redirects', async () => {
    const project = await jarProject();
    const elsewhere = await startMavenServer(project.files);
    const path = project.jars[0]?.path ?? '';
    const mirror = await startMavenServer(project.files, ({ request, response }) => {
      const known = request.headers.authorization === `Basic ${Buffer.from('me:s@cret').toString('base64')}`;
      response.writeHead(known ? 302 : 401, known ? { location: `${elsewhere.url}/${path}` } : {});
      response.end();
    });
    const url = mirror.url.replace('//', '//me:s%40cret@');
    await ensureJars(project.settings([url]), project.context);
    expect(await project.cached()).toEqual(project.files);
    expect(elsewhere.requests).toEqual([{ path }]);
  });

  it('is named without its password when it fails', async () => {
    const project = await jarProject();
    const mirror = await startMavenServer(project.files, status(403));
    const url = mirror.url.replace('//', '//me:secret-word@');
    const error: unknown = await ensureJars(project.settings([url]), project.context).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      details: expect.stringContaining('403: it needs other credentials') as string,
    });
    expect(JSON.stringify(error)).not.toContain('secret-word');
  });
});
