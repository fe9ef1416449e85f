import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LogEvent } from '../../src/logs/log-event.js';
import { openPage, type OpenPage } from '../worker/observers/page/support/open-page.js';
import { findBrowser, startBrowser, type Browser, type Look } from './support/browser.js';

const executable = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shards = ['shardId-000000000000', 'shardId-000000000001'] as const;
const evil = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">';

let browser: Browser;

beforeAll(async () => {
  if (executable !== undefined) browser = await startBrowser(executable);
});
afterAll(async () => {
  if (executable !== undefined) await browser.close();
});

async function look(address: string, how?: Look): Promise<Page> {
  const page = await browser.open(address, how);
  onTestFinished(() => page.close());
  return page;
}

/** A worker with two shards, some records and a log. */
async function worker(): Promise<OpenPage> {
  const page = await openPage();
  for (const [at, shardId] of shards.entries()) {
    page.events.emit({ type: 'shardInitialised', shardId, sequenceNumber: null });
    page.events.emit({
      ...{
        type: 'activity',
        shardId,
        records: 1200,
        bytes: 90_000,
        batches: 3,
        millisBehindLatest: at * 4000,
      },
      ...{
        busyMs: 5,
        durations: [],
        checkpoints: 1,
        checkpointErrors: at === 0 ? {} : { ThrottlingException: 2 },
      },
      checkpoint: { sequenceNumber: '49', subSequenceNumber: 0, at: Date.now() - 5000 },
    });
    sample(page, shardId, { text: JSON.stringify({ order: { id: at } }), partitionKey: `user-${at}` });
  }
  line(page, { level: 'info', source: 'processor', shard: shards[0], message: 'handled 1200' });
  line(page, { level: 'warn', source: 'kcl', logger: 'software.amazon.Scheduler', message: 'slow' });
  return page;
}

function sample(
  { events }: OpenPage,
  shardId: string,
  shown: { readonly partitionKey: string; readonly text?: string; readonly base64?: string },
): void {
  const place = { sequenceNumber: '49', subSequenceNumber: 0, arrivedAt: Date.now(), bytes: 17 };
  events.emit({ type: 'sample', shardId, records: [{ ...place, ...shown }] });
}

function line({ log }: OpenPage, event: Omit<LogEvent, 'time'>): void {
  log({ time: new Date(), ...event });
}

const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();

describe.skipIf(executable === undefined)('the live view in a browser', () => {
  it('shows shards, charts, records and the log, and what comes after', async () => {
    const served = await worker();
    const page = await look(served.address);
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.title()).toBe('words – kcl-ts');
    const rows = await texts(page, '#shard-rows tr');
    expect(rows.map((row) => row.split(/\s+/).join(' '))).toEqual([
      expect.stringMatching(/^shardId-0{12} reading this worker 1,200 .*\/s 0s .* ago 0$/) as string,
      expect.stringMatching(/^shardId-0{11}1 reading this worker 1,200 .*\/s 4s .* ago 2$/) as string,
    ]);
    await page.locator('#throughput canvas').waitFor();
    await page.locator('#lag canvas').waitFor();
    await page.locator('#lag-legend li').nth(1).waitFor();
    expect(await texts(page, '#lag-legend li')).toEqual(['shard 0', 'shard 1']);
    expect(await texts(page, '#records .key')).toEqual(['user-1', 'user-0']);
    expect(await texts(page, '#log .message')).toEqual(['handled 1200', 'slow']);

    sample(served, shards[0], { text: 'later', partitionKey: 'user-2' });
    served.events.emit({ type: 'shardEnded', shardId: shards[1], reason: 'leaseLost', records: 1200 });
    await page.locator('#records .key', { hasText: 'user-2' }).waitFor();
    await page.locator('.state', { hasText: 'ended' }).waitFor();
    expect(await texts(page, '#records .key')).toEqual(['user-2', 'user-1', 'user-0']);
  });

  it('says what it waits for before there is anything', async () => {
    const { address } = await openPage();
    const page = await look(address);
    for (const text of [
      'Waiting for the first lease…',
      'Waiting for the first record…',
      'Nothing has been logged yet.',
    ]) {
      await page.getByText(text).waitFor();
    }
  });

  it('runs nothing that is in a record, a partition key, a shard, an error or a log line', async () => {
    const served = await worker();
    sample(served, shards[0], { text: evil, partitionKey: evil });
    sample(served, evil, { base64: Buffer.from(evil).toString('base64'), partitionKey: 'key' });
    line(served, { level: 'error', source: 'processor', shard: evil, message: evil, error: { stack: evil } });
    served.events.emit({
      ...{ type: 'processorFailed', shardId: evil, during: 'processRecords' },
      ...{ name: 'Error', message: evil, stack: evil },
    });
    const page = await look(served.address);
    const blocked: string[] = [];
    page.on('console', (message) => blocked.push(message.text()));
    page.on('dialog', (dialog) => blocked.push(dialog.message()));
    await page.locator('#records .key', { hasText: evil }).waitFor();
    for (const summary of await page.locator('#records summary').all()) await summary.click();
    await page.locator('#log .message', { hasText: evil }).waitFor();
    await page.locator('#notice', { hasText: evil }).waitFor();
    await page.locator('.whole pre').nth(3).waitFor();
    expect(await page.locator('.whole pre').count()).toBe(4);
    expect(await page.locator('main script, main img').count()).toBe(0);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(blocked).toEqual([]);
  });

  it('finds records by text, key and shard, opens them decoded, and holds them while paused', async () => {
    const served = await worker();
    const page = await look(served.address);
    const keys = (): Promise<string[]> => texts(page, '#records .key');
    await page.locator('#records .key').first().waitFor();
    await page.locator('#record-text').fill('user-1');
    expect(await keys()).toEqual(['user-1']);
    await page.locator('#record-text').fill('"ID":0');
    expect(await keys()).toEqual(['user-0']);
    await page.locator('#records summary').press('Enter');
    await page.locator('.whole pre').waitFor();
    expect(await texts(page, '.whole pre')).toEqual(['{\n  "order": {\n    "id": 0\n  }\n}']);
    await page.locator('#record-text').fill('nowhere');
    await page.getByText('No recent record matches.').waitFor();
    await page.locator('#record-text').fill('');
    await page.locator('#record-shard').selectOption(shards[1]);
    expect(await keys()).toEqual(['user-1']);
    await page.locator('#record-shard').selectOption('');

    await page.getByRole('button', { name: 'Pause' }).click();
    sample(served, shards[0], { base64: 'AAH/QUI=', partitionKey: 'bytes' });
    line(served, { level: 'info', source: 'jvm', message: 'a second later' });
    await page.locator('#log .message', { hasText: 'a second later' }).waitFor();
    expect(await keys()).toEqual(['user-1', 'user-0']);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await keys()).toEqual(['bytes', 'user-1', 'user-0']);
    await page.locator('#records summary').first().click();
    await page.locator('.whole pre').waitFor();
    expect(await texts(page, '.whole pre')).toEqual([
      expect.stringMatching(/^0000 {2}00 01 ff 41 42 +···AB$/),
    ]);
  });

  it('filters the log by level, source and text', async () => {
    const page = await look((await worker()).address);
    const messages = (): Promise<string[]> => texts(page, '#log .message');
    await page.locator('#log li').first().waitFor();
    await page.locator('#log-level').selectOption('warn');
    expect(await messages()).toEqual(['slow']);
    await page.locator('#log-level').selectOption('trace');
    await page.locator('#log-source').selectOption('processor');
    expect(await messages()).toEqual(['handled 1200']);
    await page.locator('#log-text').fill('nothing');
    await page.getByText('No recent line matches.').waitFor();
  });

  it('says that the worker is gone, and comes back with it', async () => {
    const served = await worker();
    const port = Number(new URL(served.address).port);
    const page = await look(served.address);
    await page.getByText('Live', { exact: true }).waitFor();
    await served.close();
    await page.getByText('Connection lost, trying again…').waitFor();
    await openPage({ port });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Waiting for the first lease…').waitFor();
  });

  it.each<Look>([
    { scheme: 'light' },
    { scheme: 'dark' },
    { scheme: 'light', width: 390, height: 844 },
    { scheme: 'dark', width: 390, height: 844 },
  ])('can be used by everyone: axe finds nothing, and nothing sticks out, with %o', async (how) => {
    const served = await worker();
    line(served, { level: 'error', source: 'kcl-ts', message: 'failed' });
    served.events.emit({
      ...{ type: 'processorFailed', shardId: shards[1], during: 'processRecords' },
      ...{ name: 'Error', message: 'bad', stack: 'bad' },
    });
    const page = await look(served.address, how);
    await page.locator('#records summary').first().click();
    await page.locator('.whole pre').waitFor();
    // by way of the debugger: the page's own policy lets no foreign script in
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await checker.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    });
    expect(violations).toEqual([]);
    const [wide, seen] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(wide).toBe(seen);
  });
});
