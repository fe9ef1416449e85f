import { describe, expect, it } from 'vitest';
import { whyRefused } from '../../../../src/worker/observers/page/guard.js';
import { ask, openPage } from './support/open-page.js';

describe('the page', () => {
  it('is served with headers that let nothing but its own files act', async () => {
    const { address } = await openPage();
    const { status, headers, body } = await ask(address);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
      ) as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const files = [...body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toEqual(['/icon.svg', '/page.css', '/page.js']);
    for (const path of files) expect(await ask(address, { path })).toMatchObject({ status: 200 });
    // an inline script or style would be blocked
    expect(body).not.toMatch(/<script>|<style|style=|onload=/);
  });

  it('answers HEAD without a body, and refuses what could change something', async () => {
    const { address } = await openPage();
    expect(await ask(address, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask(address, { path: '/events', method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask(address, { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
    expect(await ask(address, { path: '/../package.json' })).toMatchObject({ status: 404 });
  });

  it.each(['/', '/events', '/page.js'])(
    'refuses the host and the origin of another site for %s',
    async (path) => {
      const { address } = await openPage();
      const { host, port } = new URL(address);
      for (const foreign of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
        const { status, body } = await ask(address, { path, headers: { host: foreign } });
        expect({ foreign, status }).toEqual({ foreign, status: 403 });
        expect(body).toContain('not this page');
      }
      for (const origin of ['http://evil.example', `http://localhost:${port}`, `http://${host}0`, 'null']) {
        const { status, body } = await ask(address, { path, headers: { origin } });
        expect({ origin, status }).toEqual({ origin, status: 403 });
        expect(body).toContain(origin);
      }
      const own = await ask(address, { method: 'HEAD', path, headers: { origin: `http://${host}` } });
      expect(own.status).toBe(200);
    },
  );

  it.each([
    ['127.0.0.1', 'localhost:80', true],
    ['127.0.0.1', '[::1]:80', true],
    ['127.0.0.1', '192.168.1.7:80', false],
    ['localhost', '127.0.0.1:80', true],
    ['::1', '[::1]:80', true],
    ['worker.internal', 'worker.internal:80', true],
    ['worker.internal', 'WORKER.internal:80', true],
    ['worker.internal', 'localhost:80', false],
    ['10.0.0.7', '10.0.0.7:80', true],
    ['10.0.0.7', '10.0.0.8:80', false],
    ['0.0.0.0', '10.0.0.8:80', true],
    ['0.0.0.0', 'localhost:9000', true],
    ['0.0.0.0', 'evil.example:80', false],
    ['::', '[fe80::1]:80', true],
    ['127.0.0.1', 'user@localhost:80', false],
    ['127.0.0.1', 'localhost/evil', false],
    ['127.0.0.1', 'not a host', false],
  ])('that listens on %s takes a request for %s: %s', (host, asked, isTaken) => {
    expect(whyRefused({ headers: { host: asked } }, host) === undefined).toBe(isTaken);
  });

  it('says which port it could not have', async () => {
    const { address } = await openPage();
    const port = Number(new URL(address).port);
    await expect(openPage({ port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`127.0.0.1:${port} for --ui-port`) as string,
    });
  });
});
