import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeMessage, scanBatch } from '../../src/child/codec.js';
import CheckpointEachBatch from './fixtures/checkpoint-each-batch.js';
import { driveSession } from './support/drive-session.js';

const folder = join(import.meta.dirname, 'recordings');
const names = (await readdir(folder)).filter((name) => name.endsWith('.log'));

interface Entry {
  readonly direction: 'in' | 'out';
  readonly line: string;
}

/** A file that `kcl-ts run --trace` wrote, with the real daemon at the other end. */
async function entriesOf(name: string): Promise<Entry[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((entry) => {
      const [, direction, line] = /^\d+ (in|out) (.*)$/.exec(entry) ?? [];
      if (line === undefined) throw new Error(`not an entry of a trace: ${entry}`);
      return { direction: direction as Entry['direction'], line };
    });
}

describe('a session recorded with the real daemon', () => {
  it('exists for each way in which a shard goes', () => {
    expect(names.sort()).toEqual([
      'kpl.log',
      'lease-lost.log',
      'merge-child.log',
      'merge-first-parent.log',
      'merge-second-parent.log',
      'split-first-child.log',
      'split-parent.log',
      'split-second-child.log',
      'throttled.log',
    ]);
  });

  it.each(names)('goes the same way again: %s', async (name) => {
    const { session, next } = driveSession(CheckpointEachBatch, { deliverEmptyBatches: false });
    for (const { direction, line } of await entriesOf(name)) {
      if (direction === 'in') session.receive(decodeMessage(Buffer.from(line), () => () => undefined));
      else expect(await next()).toEqual(JSON.parse(line));
    }
    await session.disconnect();
    expect(await session.outcome).toEqual({ failed: false });
  });

  it.each(names)('has records that need no whole parse: %s', async (name) => {
    for (const { line } of await entriesOf(name)) {
      if (!line.includes('"records":[{')) continue;
      expect(scanBatch(Buffer.from(line), () => () => undefined)?.records.length).toBeGreaterThan(0);
    }
  });
});
