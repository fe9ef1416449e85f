// A mirror of Maven Central on this machine, over TLS as that is, which waits before each answer, as a network does, and
// counts what it gives.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mavenCentral } from '../../dist/maven/repository.js';

export const passphrase = 'changeit';

/** For this run, by the JDK's keytool: with the key for the server, alone for Node and as a store for Java. */
function makeCertificate(folder) {
  const store = join(folder, 'mirror.p12');
  const certificate = join(folder, 'mirror.pem');
  const keytool = (...args) =>
    execFileSync('keytool', [...args, '-alias', 'mirror', '-storepass', passphrase, '-keystore', store], {
      stdio: 'ignore',
    });
  keytool(
    ...'-genkeypair -keyalg RSA -dname CN=mirror -ext san=ip:127.0.0.1 -validity 1 -storetype PKCS12'.split(
      ' ',
    ),
  );
  keytool('-exportcert', '-rfc', '-file', certificate);
  return { store, certificate };
}

/** @param folder what was asked for once is kept there; @param delayMillis before each answer */
export async function startMirror(folder, delayMillis) {
  let counted = { requests: 0, connections: 0, bytes: 0 };
  const tls = makeCertificate(folder);
  const server = createServer({ pfx: readFileSync(tls.store), passphrase }, async (request, response) => {
    counted.requests += 1;
    const [content] = await Promise.all([fileAt(request.url), wait(delayMillis)]);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const body = content.subarray(start);
    counted.bytes += body.length;
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  server.on('secureConnection', () => (counted.connections += 1));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    tls,
    url: `https://127.0.0.1:${server.address().port}/maven2`,
    /** What was counted since the last time. */
    take() {
      const taken = counted;
      counted = { requests: 0, connections: 0, bytes: 0 };
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };

  async function fileAt(url) {
    const path = decodeURIComponent(url.replace(/^\/maven2\//, ''));
    const kept = join(folder, path);
    const missing = `${kept}.missing`;
    try {
      return await readFile(kept);
    } catch {
      if (await readFile(missing).catch(() => undefined)) return undefined;
    }
    const answer = await fetch(`${mavenCentral.url}/${path}`);
    const content = answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(content ? kept : missing, content ?? 'yes');
    return content;
  }
}
