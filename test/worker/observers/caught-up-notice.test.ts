import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCaughtUpNotice, type CaughtUpNotice } from '../../../src/worker/observers/caught-up-notice.js';
import { createShards, type Shards } from '../../../src/worker/observers/shards.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';
const caughtUpIn = (where: string): string =>
  `info: caught up: nothing left to read in ${where}; waiting for new records (Ctrl-C stops)`;

describe('a worker that has caught up', () => {
  let said: string[];
  let shards: Shards;
  let notice: CaughtUpNotice;
  let stop: AbortController;
  let at: number;

  let complete: (records: number) => void;

  beforeEach(async () => {
    vi.useFakeTimers();
    said = [];
    at = 0;
    stop = new AbortController();
    shards = createShards();
    const records = new Promise<number>((resolve) => (complete = resolve));
    notice = createCaughtUpNotice(
      { say: (level, message) => void said.push(`${level}: ${message}`) },
      { complete: records, stop: stop.signal, now: () => at },
    );
  });

  afterEach(() => {
    notice.end();
    vi.useRealTimers();
  });

  async function put(records: number): Promise<void> {
    complete(records);
    await Promise.resolve();
  }

  function pass(millis: number): void {
    at += millis;
    vi.advanceTimersByTime(millis);
  }

  function begin(shardId: string): void {
    shards.apply({ type: 'initialized', shardId, sequenceNumber: null });
    notice.onShards(shards);
  }

  function progress(shardId: string, caughtUp: boolean): void {
    shards.apply({ type: 'progress', shardId, caughtUp, millisBehindLatest: caughtUp ? 0 : 9, records: 1 });
    notice.onShards(shards);
  }

  it('says so once, when all of its shards have caught up', async () => {
    await put(0);
    shards.noteStarted(first);
    shards.noteStarted(second);
    begin(first);
    progress(first, true);
    pass(5_000);
    expect(said).toEqual([]);
    begin(second);
    pass(5_000);
    progress(second, true);
    pass(1_000);
    progress(first, true);
    pass(60_000);
    expect(said).toEqual([caughtUpIn('2 shards')]);
  });

  it('says nothing of a moment without records, when more are read at once', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(900);
    progress(first, false);
    pass(60_000);
    expect(said).toEqual([]);
  });

  it('says so again only after a shard was behind for half a minute', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(1_000);
    for (let round = 0; round < 10; round++) {
      progress(first, false);
      pass(20_000);
      progress(first, true);
      pass(20_000);
    }
    expect(said).toEqual([caughtUpIn('1 shard')]);
    progress(first, false);
    pass(30_000);
    progress(first, true);
    pass(1_000);
    expect(said).toEqual([caughtUpIn('1 shard'), caughtUpIn('1 shard')]);
  });

  it('counts the shards that it still has', async () => {
    await put(0);
    begin(first);
    begin(second);
    progress(first, true);
    shards.apply({ type: 'ended', shardId: second, reason: 'leaseLost', records: 1 });
    notice.onShards(shards);
    pass(1_000);
    expect(said).toEqual([caughtUpIn('1 shard')]);
  });

  it('has not caught up before it was given what --local puts into the stream', async () => {
    begin(first);
    progress(first, true);
    pass(60_000);
    await put(1);
    pass(60_000);
    expect(said).toEqual([caughtUpIn('1 shard')]);
  });

  it('waits for all the records that --local has put', async () => {
    await put(2);
    begin(first);
    progress(first, true);
    pass(60_000);
    expect(said).toEqual([]);
  });

  it('says nothing once it is to stop', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    stop.abort();
    pass(5_000);
    expect(said).toEqual([]);
  });

  it('says so for the next daemon, too', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(1_000);
    notice.end();
    shards = createShards();
    begin(first);
    progress(first, true);
    pass(1_000);
    expect(said).toHaveLength(2);
  });
});
