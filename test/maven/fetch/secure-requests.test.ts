import { readFile } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { daemonClassPath, runJava } from '../support/daemon-jars.js';

describe('a JVM with exactly the class path of jars.lock', () => {
  it("speaks HTTP/1.1 and HTTP/2 over TLS with the SDK's netty client", async () => {
    const url = await startSecureServer();
    const output = await runJava('SecureRequests.java', { classPath: await daemonClassPath(), args: [url] });
    const answers = output.split('\n').filter((line) => line.startsWith('HTTP'));
    expect(answers).toEqual(['HTTP1_1 200 answered over 1.1', 'HTTP2 200 answered over 2.0']);
  }, 60_000);
});

/** Answers with the protocol it was asked in. The certificate is made for this run by the JDK's keytool. */
async function startSecureServer(): Promise<string> {
  const store = join(await temporaryFolder(), 'server.p12');
  const options = '-genkeypair -alias server -keyalg EC -dname CN=localhost -validity 1 -storetype PKCS12';
  await execa('keytool', [...options.split(' '), '-storepass', 'changeit', '-keystore', store]);
  const server = createSecureServer({
    pfx: await readFile(store),
    passphrase: 'changeit',
    allowHTTP1: true,
  });
  server.on('request', (request, response) => response.end(`answered over ${request.httpVersion}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
