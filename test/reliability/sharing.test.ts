import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { violations } from './ledger/verify.js';
import { shareShards, type Departure } from './sharing/scenario.js';

const departures: readonly Departure[] = full
  ? [
      { who: 'follower', how: 'stop', back: 'under the same name' },
      { who: 'leader', how: 'stop', back: 'under another name' },
      { who: 'follower', how: 'lose', back: 'under another name' },
      { who: 'leader', how: 'lose', back: 'under the same name' },
    ]
  : [
      { who: 'leader', how: 'stop', back: 'under another name' },
      { who: 'leader', how: 'lose' },
    ];

describe('two workers of one application', () => {
  it('share its shards, read all of them when the other one goes, and share them again when it comes back', async () => {
    const { seconds, evidence } = await shareShards(departures);
    printFigures(
      'Sharing (seconds)',
      Object.fromEntries(Object.entries(seconds).map(([what, figure]) => [what, figure.toFixed(1)])),
    );
    expect(violations(evidence)).toEqual([]);
  }, 1_200_000);
});
