import { expect, it } from 'vitest';
import type { Lease } from '../../src/leases/list-leases.js';
import { shareOut } from '../../src/leases/share-out.js';

function leasesOf(owners: readonly (string | undefined)[]): Lease[] {
  return owners.map((owner, at) => ({
    shardId: `s${at}`,
    owner,
    checkpoint: 'LATEST',
    subSequenceNumber: 0,
    counter: 0,
  }));
}

it('gives each shard to the worker that has the fewest leases then', () => {
  const leases = leasesOf(['me', 'me', 'me', 'me', 'a', 'a', 'b', undefined, 'stranger']);
  expect(shareOut(['s0', 's1', 's2', 's3'], { leases, workers: ['a', 'b', 'c'], most: Infinity })).toEqual(
    new Map([
      ['s0', 'c'],
      ['s1', 'b'],
      ['s2', 'c'],
      ['s3', 'a'],
    ]),
  );
});

it('gives nobody more than the most, and leaves out what nobody has room for', () => {
  const leases = leasesOf(['me', 'me', 'me', 'a', 'b']);
  expect(shareOut(['s0', 's1', 's2'], { leases, workers: ['a', 'b'], most: 2 })).toEqual(
    new Map([
      ['s0', 'a'],
      ['s1', 'b'],
    ]),
  );
});

it('gives nothing where there is nobody', () => {
  expect(shareOut(['s0'], { leases: leasesOf(['me']), workers: [], most: Infinity })).toEqual(new Map());
});
