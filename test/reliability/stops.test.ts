import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { violations } from './ledger/verify.js';
import { stopTogether } from './stops/scenario.js';

describe('three workers that are all stopped together', () => {
  it('start no shard again, process nothing twice, and end with 0', async () => {
    const { seconds, startedAgain, twice, evidence } = await stopTogether(
      full
        ? { rounds: 10, failoverTime: '10s', readRest: true }
        : { rounds: 1, failoverTime: '3s', readRest: false },
    );
    printFigures('Stops (seconds until all are gone)', {
      rounds: seconds.length,
      longest: Math.max(...seconds).toFixed(1),
      each: seconds.map((figure) => figure.toFixed(1)).join(', '),
    });
    expect(startedAgain).toEqual([]);
    expect(twice).toEqual([]);
    if (!full) return;
    expect(Math.max(...seconds)).toBeLessThan(8);
    expect(violations(evidence)).toEqual([]);
  }, 1_200_000);
});
