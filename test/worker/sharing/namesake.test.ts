import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/leases/list-leases.js';
import { doubtfulShards } from '../../../src/worker/sharing/namesake.js';

function lease(shardId: string, more: Partial<Lease> = {}): Lease {
  return { shardId, owner: 'me', checkpoint: '49', subSequenceNumber: 0, counter: 1, ...more };
}

function doubtful(leases: readonly Lease[], started: ReadonlySet<string> | undefined): string[] {
  return [...doubtfulShards({ before: { leases, atMs: 0 }, started, workerId: 'me' })];
}

describe("leases that may be another worker's of the same name", () => {
  it('are those for which no processor has started, though nothing is left to wait for', () => {
    const leases = [
      lease('started'),
      lease('unstarted'),
      lease('of another', { owner: 'other' }),
      lease('read to its end', { checkpoint: 'SHARD_END' }),
      lease('waits for its parent', { parents: ['started'] }),
    ];
    expect(doubtful(leases, new Set(['started']))).toEqual(['unstarted']);
  });

  it('are none where nobody knows what has started, or what there was', () => {
    expect(doubtful([lease('unstarted')], undefined)).toEqual([]);
    const unknown = { before: undefined, started: new Set<string>(), workerId: 'me' };
    expect([...doubtfulShards(unknown)]).toEqual([]);
  });
});
