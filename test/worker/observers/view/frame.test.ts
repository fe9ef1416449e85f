import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { frame, type FrameOptions } from '../../../../src/worker/observers/view/frame.js';
import { createLogLines } from '../../../../src/worker/observers/view/log-lines.js';
import { emulateTerminal } from '../../../support/emulated-terminal.js';
import { board, boardShard, fourShards, now } from './boards.js';

const lines = [
  '2026-11-26T11:59:57.100Z INFO  kcl-ts: 4,000 records put into words',
  '2026-11-26T11:59:58.100Z INFO  shardId-000000000000 kcl-ts: started at the start position',
  '2026-11-26T11:59:59.100Z INFO  shardId-000000000001 a record that says \u001b[2J\u001b[H and 日本語',
  '2026-11-26T11:59:59.900Z INFO  shardId-000000000001 one\ttwo',
];

function drawn(snapshot = fourShards, options: Partial<FrameOptions> = {}): string[] {
  return frame(snapshot, {
    columns: 80,
    rows: 24,
    paint: new Chalk({ level: 0 }),
    now,
    from: 0,
    hasKeys: true,
    log: createLogLines((count) => (count > 0 ? lines.slice(-count) : [])),
    ...options,
  });
}

describe('a frame of the view', () => {
  it.each([
    [40, 14],
    [80, 24],
    [200, 50],
  ])('on %i columns', async (columns, rows) => {
    await expect(`${drawn(fourShards, { columns, rows }).join('\n')}\n`).toMatchFileSnapshot(
      `frames/${columns}-columns.txt`,
    );
  });

  it('has colours where they are wanted, and acts in no other way', async () => {
    const terminal = emulateTerminal(80, 24);
    const coloured = drawn(fourShards, { paint: new Chalk({ level: 1 }) });
    for (const line of coloured) await terminal.write(`${line}\r\n`);
    expect(coloured.join('')).toContain('\u001b[31mfailed');
    expect(terminal.screen().split('\n')).toEqual(drawn().map((line) => line.trimEnd()));
  });

  it('is no wider and no higher than the terminal, whatever its size', () => {
    const fleet = board(Array.from({ length: 30 }, (_, index) => boardShard(index)));
    for (const snapshot of [fourShards, fleet, board([])]) {
      for (const columns of [1, 2, 5, 12, 27, 40, 41, 66, 79, 80, 133, 200, 260, 400]) {
        for (const rows of [1, 6, 24]) {
          const all = drawn(snapshot, { columns, rows, paint: new Chalk({ level: 1 }) });
          expect(all.length).toBeLessThanOrEqual(rows);
          expect(Math.max(...all.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
        }
      }
    }
  });

  it('shortens the name of a shard in its middle only where it has no room', () => {
    const shards = board([boardShard(0, { shardId: 'a-shard-with-a-name-of-40-columns-000001' })]);
    expect(drawn(shards, { columns: 62 })[3]).toMatch(/^a-shard-with-a-name-of-40-columns-000001 /);
    expect(drawn(shards, { columns: 40 })[3]).toMatch(/^a-shard-.+….+-000001 +1,020 +0s$/);
  });

  it('says that no shard is read yet', () => {
    expect(drawn(board([])).slice(1, 4)).toEqual([
      '',
      'no shard is read yet',
      expect.stringMatching(/^── log /),
    ]);
  });

  it('gives the rest of the screen to the log, and no less than a third of it', () => {
    const log = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index}`);
    expect(drawn(fourShards, { log })).toHaveLength(24);
    const fleet = board(Array.from({ length: 256 }, (_, index) => boardShard(index)));
    const all = drawn(fleet, { log });
    expect(all).toHaveLength(24);
    expect(all.filter((line) => line.startsWith('line'))).toHaveLength(8);
  });
});

describe('more shards than fit', () => {
  const fleet = board([
    ...Array.from({ length: 254 }, (_, index) => boardShard(index)),
    boardShard(254, { state: 'ended' }),
    boardShard(255, { state: 'failed', millisBehindLatest: 0 }),
  ]);
  const shown = (from: number): { ids: number[]; more: string | undefined } => {
    const all = drawn(fleet, { from });
    return {
      ids: all.flatMap((line) => /^shardId-0*(\d+)/.exec(line)?.[1] ?? []).map(Number),
      more: all.find((line) => line.startsWith('…')),
    };
  };

  it('are led by the one that failed, and those that are furthest behind', () => {
    const { ids, more } = shown(0);
    expect(ids[0]).toBe(255);
    expect(Math.min(...ids.slice(1))).toBeGreaterThan(120);
    expect(more).toBe(`… ${256 - ids.length} more (↑ ↓ PgUp PgDn)`);
  });

  it('are scrolled, to the one that ended at last', () => {
    expect(shown(10).more).toMatch(/^… 10 above, \d+ more/);
    expect(shown(1_000).ids.at(-1)).toBe(254);
    expect(shown(1_000).more).toMatch(/^… \d+ above \(/);
  });
});
