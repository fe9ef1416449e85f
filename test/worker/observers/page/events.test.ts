import { describe, expect, it, vi, onTestFinished } from 'vitest';
import { openPage } from './support/open-page.js';
import { listenToPage } from './support/listen-to-page.js';

const shardId = 'shardId-000000000000';
const record = { sequenceNumber: '1', subSequenceNumber: 0, partitionKey: 'key', arrivedAt: 1, bytes: 4 };

describe('the events of the page', () => {
  it('begin with all that is kept, and go on with what is new', async () => {
    const { address, events, log } = await openPage();
    events.emit({ type: 'shardInitialised', shardId, sequenceNumber: null });
    events.emit({ type: 'sample', shardId, records: [{ ...record, text: 'cat' }] });
    log({ time: new Date(5), level: 'warn', source: 'processor', shard: shardId, message: 'look' });
    const { next } = await listenToPage(address);
    expect(await next()).toMatchObject({
      event: 'whole',
      state: {
        board: { stream: 'words', application: 'MyApp', shards: [{ shardId, state: 'reading' }] },
        records: [{ id: 1, shardId, text: 'cat' }],
        lines: [{ id: 1, at: 5, level: 'warn', source: 'processor', shard: shardId, message: 'look' }],
      },
    });
    events.emit({ type: 'sample', shardId, records: [{ ...record, text: 'dog' }] });
    const { state } = await next(({ event, state: { records } }) => event === 'tick' && records.length > 0);
    expect(state.records.at(-1)).toMatchObject({ id: 2, text: 'dog' });
    expect(state.points).toMatchObject([{ recordsPerSecond: 0, lag: { [shardId]: null } }]);
  });

  it('keep no more than the newest records and lines, and cut long ones', async () => {
    const { address, events, log } = await openPage();
    for (let at = 1; at <= 2000; at++) {
      events.emit({ type: 'sample', shardId, records: [{ ...record, text: String(at) }] });
      log({
        time: new Date(at),
        level: 'info',
        source: 'processor',
        message: `\u001b[31m${'x'.repeat(5000)}`,
      });
    }
    const { next } = await listenToPage(address);
    const { state } = await next();
    expect(state.records.map(({ text }) => text)).toEqual(
      Array.from({ length: 300 }, (_, at) => String(1701 + at)),
    );
    expect(state.lines.length).toBe(500);
    expect(state.lines.at(-1)?.message).toBe(`${'x'.repeat(2000)}… [3000 characters left out]`);
  });

  it('name the lag of each of a few shards, and the largest of many', async () => {
    const { address, events } = await openPage();
    for (let at = 0; at < 9; at++) {
      events.emit({ type: 'shardInitialised', shardId: `shardId-00000000000${at}`, sequenceNumber: null });
    }
    const { next } = await listenToPage(address);
    const { state } = await next(({ event }) => event === 'tick');
    expect(state.points.at(-1)?.lag).toEqual({ all: null });
  });

  it('are made once for all who listen, and not at all for nobody', async () => {
    const { address, events } = await openPage();
    events.emit({ type: 'sample', shardId, records: [{ ...record, text: 'cat' }] });
    const listeners = await Promise.all([1, 2, 3].map(() => listenToPage(address)));
    for (const { next } of listeners) await next();
    const stringify = vi.spyOn(JSON, 'stringify');
    onTestFinished(() => stringify.mockRestore());
    const ats = await Promise.all(
      listeners.map(async ({ next }) => (await next(({ event }) => event === 'tick')).state.at),
    );
    expect(new Set(ats).size).toBe(1);
    expect(stringify).toHaveBeenCalledTimes(1);
  });
});
