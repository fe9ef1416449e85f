import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChildEvent } from '../../../src/child/event.js';
import { openReports } from '../../../src/child/entry/write-reports.js';
import { createReportChannel } from '../../../src/worker/reports/report-channel.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const shardId = 'shardId-000000000000';
const failed: ChildEvent = {
  type: 'failed',
  shardId,
  during: 'processRecords',
  name: 'Error',
  message: 'Æ'.repeat(3000),
  stack: 'Error: x\n    at y',
};
const progress = (records: number): ChildEvent => ({
  type: 'progress',
  shardId,
  caughtUp: false,
  millisBehindLatest: null,
  records,
});

async function createChannel(env: NodeJS.ProcessEnv = process.env) {
  const channel = await createReportChannel(await temporaryFolder(), { env, platform: process.platform });
  const events: ChildEvent[] = [];
  const listener = channel.listen((event) => events.push(event));
  onTestFinished(() => listener.close());
  return { channel, events, listener };
}

describe('reports over the FIFO of a run', () => {
  it('are there once they were drained, whole and in order', async () => {
    const { channel, events, listener } = await createChannel();
    const reports = openReports(channel.target);
    reports.send(progress(1));
    reports.send(failed);
    expect(events).toEqual([]);
    listener.drain();
    expect(events).toEqual([progress(1), failed]);
    listener.close();
    listener.close();
    expect(events).toHaveLength(2);
  });

  it('come without being asked for, and no end of a process ends them', async () => {
    const { channel, events } = await createChannel();
    for (let times = 1; times <= 2; times++) {
      // a process of its own, which opens the FIFO, writes and ends
      execFileSync('/bin/sh', ['-c', 'cat > "$1"', 'sh', pathOf(channel.target)], {
        input: `sender-1w ${JSON.stringify(progress(times))}\n`,
      });
      await untilEvent(() => undefined, events, progress(times));
    }
  });

  it('can be written and read by nobody else', async () => {
    const { channel } = await createChannel();
    expect(statSync(pathOf(channel.target)).mode & 0o777).toBe(0o600);
  });

  it('do not stop a shard when kcl-ts does not read: the newest progress comes later', async () => {
    const { channel, events, listener } = await createChannel();
    const reports = openReports(channel.target);
    // the FIFO of a Linux holds 64 KB: nobody reads in between, for this loop never waits
    for (let records = 1; records <= 2000; records++) reports.send(progress(records));
    const read = await untilEvent(() => listener.drain(), events, progress(2000));
    expect(read.length).toBeLessThan(2000);
  });

  it('do not stop a shard when kcl-ts is gone', async () => {
    const { channel, listener } = await createChannel();
    const reports = openReports(channel.target);
    listener.close();
    reports.send(failed);
    reports.send(progress(1));
    openReports(channel.target).send(failed);
    openReports({ kind: 'fifo', path: '/no/such/folder/reports', stopPath: '/no/such/folder/stop' }).send(
      failed,
    );
  });
});

describe('where no FIFO can be made', () => {
  it('reports are lines that begin with a secret of the run, and no others', async () => {
    const { channel, events, listener } = await createChannel({ PATH: '/no/such/folder' });
    const { target } = channel;
    if (target.kind !== 'stderr') throw new Error('expected a secret');
    const json = JSON.stringify(progress(1));
    expect(listener.text(`50 %\x1e${target.secret}${json}`)).toBe('50 %');
    expect(listener.text(`\x1e${target.secret}${json}`)).toBeUndefined();
    expect(events).toEqual([progress(1), progress(1)]);
    for (const forged of [`\x1e${json}`, `\x1e${'0'.repeat(32)}${json}`, '\x1e', '']) {
      expect(listener.text(forged)).toBe(forged);
    }
    expect(events).toHaveLength(2);
  });

  it('each run has a secret of its own', async () => {
    const none = { PATH: '/no/such/folder' };
    const secrets = [await createChannel(none), await createChannel(none)].map(
      ({ channel }) => channel.target,
    );
    expect(secrets[0]).not.toEqual(secrets[1]);
  });
});

function pathOf(target: { kind: string; path?: string }): string {
  return target.path ?? '';
}

/** Resolves with all events once the last of them is this one. */
async function untilEvent(
  drain: () => void,
  events: readonly ChildEvent[],
  last: ChildEvent,
): Promise<readonly ChildEvent[]> {
  while (JSON.stringify(events.at(-1)) !== JSON.stringify(last)) {
    drain();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return events;
}
