import { execa } from 'execa';
import { expect, it } from 'vitest';
import { startProgram } from '../../../support/running-cli.js';
import { ask, openPage } from './support/open-page.js';
import { listenToPage } from './support/listen-to-page.js';

const flood = new URL('fixtures/flood.mjs', import.meta.url).pathname;
const connections = 10_000;

/** Both ends of each connection are open files at worst; each process may have so many. */
async function openFiles(): Promise<number> {
  const { stdout } = await execa('sh', ['-c', 'ulimit -n']);
  return stdout === 'unlimited' ? Infinity : Number(stdout);
}

it('bears 10,000 connections: who listens is told on, memory stays bounded, and others are answered', async () => {
  const count = Math.min(connections, (await openFiles()) - 200);
  const { address } = await openPage();
  const { next } = await listenToPage(address);
  await next();
  const before = process.memoryUsage().rss;

  const flooding = startProgram(process.execPath, [flood, address, String(count)]);
  await flooding.saw(/"made":\d+/);
  // each of them was accepted, if only by the system
  expect(flooding.output()).toContain(`"made":${count}}`);

  const { state } = await next(({ event }) => event === 'tick');
  const later = await next(({ event, state: { at } }) => event === 'tick' && at > state.at);
  expect(later.state.points.length).toBeGreaterThan(0);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);

  // those who do not go on are cut off, while they still hold on themselves
  await expect
    .poll(
      () =>
        ask(address).then(
          ({ status }) => status,
          () => undefined,
        ),
      { timeout: 20_000 },
    )
    .toBe(200);
  // and no more than some may listen
  expect(await ask(address, { path: '/events' })).toMatchObject({ status: 503 });
}, 60_000);
