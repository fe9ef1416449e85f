import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full, seed } from './lengths.js';
import { runLedger, type LedgerLength, type LedgerRun } from './ledger/scenario.js';
import { violations } from './ledger/verify.js';

const length: LedgerLength = full
  ? {
      produceMs: 300_000,
      perSecond: 250,
      killEveryMs: [4_000, 18_000],
      killStartsWithinMs: 6_000,
      drainMs: 360_000,
    }
  : {
      produceMs: 45_000,
      perSecond: 100,
      killEveryMs: [4_000, 9_000],
      killStartsWithinMs: 6_000,
      drainMs: 180_000,
    };

describe('three workers of one application whose processes are killed at random, from their first start on', () => {
  it('lose no record, and process again only what no acknowledged checkpoint covers', async () => {
    const run = await runLedger(length, seed);
    print(run);
    expect(violations(run.evidence)).toEqual([]);
    expect(run.kills.length).toBeGreaterThan(length.produceMs / length.killEveryMs[1] / 2);
    expect(run.startKills.length).toBeGreaterThan(0);
  }, 900_000);
});

function print({ evidence, kills, startKills, restarts, drainedMs }: LedgerRun): void {
  const { produced, sessions, stored } = evidence;
  const processed = sessions.reduce((sum, session) => sum + session.processed.length, 0);
  const numbers = new Set(sessions.flatMap((session) => session.processed.map(({ number }) => number)));
  const killed = new Map<string, number>();
  for (const { role, signal } of kills) {
    const what = `${role} ${signal}`;
    killed.set(what, (killed.get(what) ?? 0) + 1);
  }
  printFigures('Ledger', {
    seed: String(seed),
    'records put': produced.length,
    'for, seconds': length.produceMs / 1000,
    signals: `${kills.length} (${[...killed].map(([what, count]) => `${what} ${count}`).join(', ')})`,
    'workers killed while they started': startKills.length,
    'workers started again by the harness': restarts,
    'processes that had a shard': sessions.length,
    'checkpoints acknowledged': sessions.reduce((sum, session) => sum + session.acknowledged.length, 0),
    'checkpoints seen in the lease table': stored.length,
    'records lost': produced.length - numbers.size,
    'records processed again': processed - numbers.size,
    'violations of the order, the checkpoints or the duplicates': violations(evidence).length,
    'until all were processed after the last kill, seconds': Math.round(drainedMs / 1000),
  });
}
