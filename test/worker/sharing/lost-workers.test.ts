import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchForLostWorkers } from '../../../src/worker/sharing/lost-workers.js';
import { startLeaseTables } from '../../support/lease-tables.js';
import { listen, refusingDynamodb, settingsOf } from '../support/sharing.js';

describe('the watch for lost workers', () => {
  it('ends where a permission is missing, says so once, and takes it for no trouble of the worker', async () => {
    const { lines, ...said } = listen();
    const causes: unknown[] = [];
    await watchForLostWorkers(settingsOf('AppF', await refusingDynamodb()), {
      ...said,
      reported: true,
      until: new AbortController().signal,
      onCause: (cause) => void causes.push(cause),
    });
    expect(lines).toEqual([expect.stringMatching(/^warn: not watching for lost workers.*dynamodb:Scan/)]);
    expect(causes).toEqual([]);
  });

  it('names in the report a lease that java renews, and takes that back when java has it no more', async () => {
    const application = 'Renews';
    const tables = await startLeaseTables(application);
    const stop = new AbortController();
    const { lines, ...said } = listen();
    const watching = watchForLostWorkers(settingsOf(application, tables.endpoint), {
      ...said,
      reported: true,
      until: stop.signal,
      onCause: () => undefined,
    });
    onTestFinished(async () => {
      stop.abort();
      await watching;
      await tables.stop();
    });
    await tables.putReport(application, 'me');
    const named = (shardId: string | undefined): Promise<void> =>
      vi.waitFor(async () => expect(await tables.renewsOf(application, 'me')).toBe(shardId), 10_000);
    // Until it listens.
    await vi.waitFor(() => expect(said.events.isWanted('shardAssigned')).toBe(true), 10_000);
    for (const shardId of ['shardId-0', 'shardId-1']) said.events.emit({ type: 'shardAssigned', shardId });
    await named('shardId-0');
    said.events.emit({ type: 'shardEnded', shardId: 'shardId-0', reason: 'leaseLost', records: 0 });
    await named('shardId-1');
    said.events.emit({ type: 'shardEnded', shardId: 'shardId-1', reason: 'leaseLost', records: 0 });
    await named(undefined);
    expect(lines).toEqual([]);
  });

  it('ends when its client cannot be made, and leaves the worker alone', async () => {
    const { lines, ...said } = listen();
    await watchForLostWorkers(settingsOf('AppF', 'no address'), {
      ...said,
      reported: true,
      until: new AbortController().signal,
      onCause: () => undefined,
    });
    expect(lines).toEqual([expect.stringMatching(/^debug: not watching for lost workers: /)]);
  });
});
