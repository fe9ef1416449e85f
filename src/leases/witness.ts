import { holderOf, type Sighting } from './live-workers.js';
import type { Standstill } from './standstill.js';

export interface WitnessOptions {
  readonly workerId: string;
  /** Writes into this worker's report which lease it renews, or that it renews none. Resolves to whether it could. */
  readonly mark: (renews: string | undefined) => Promise<boolean>;
}

/**
 * One lease that this worker's java has and renews, which its report names for the others to see. Whoever starts and sees
 * that lease stand still need not wonder whether its worker has only just been given it, and has yet to find it: it is lost.
 *
 * The word is taken back as soon as java has the lease no more. It could be given to this worker again, and then take its
 * time to be found.
 */
export interface Witness {
  /** Java has this lease: it reads the shard. */
  renews(shardId: string): void;
  /** Java reads this shard no more. */
  stops(shardId: string): void;
  /** It is not known any more what java reads. */
  stopsAll(): void;
  /** Compares with what this worker's report says now, which the KCL may have written anew, or an earlier run marked. */
  compare(isMarked: boolean, renews: string | undefined): Promise<void>;
  /** Compares with what all leases tell. */
  check(sighting: Sighting, state: Pick<Standstill, 'lost' | 'renewing'>): void;
}

export function createWitness({ workerId, mark }: WitnessOptions): Witness {
  const held = new Set<string>();
  let named: string | undefined;
  /** It did not renew its leases in time, and may have lost them. */
  let isSilent = false;
  /** What was written last; undefined when that is not known. */
  let written: { readonly renews: string | undefined } | undefined;
  let writing = Promise.resolve();

  function tell(): Promise<void> {
    if (isSilent) named = undefined;
    else if (named === undefined || !held.has(named)) [named] = held;
    const write = async (): Promise<void> => {
      const renews = named;
      if (written !== undefined && written.renews === renews) return;
      written = undefined;
      if (await mark(renews)) written = { renews };
    };
    return (writing = writing.then(write));
  }

  return {
    renews(shardId) {
      held.add(shardId);
      void tell();
    },
    stops(shardId) {
      held.delete(shardId);
      void tell();
    },
    stopsAll() {
      held.clear();
      void tell();
    },
    async compare(isMarked, renews) {
      if (isMarked && renews === named) return;
      written = undefined;
      await tell();
    },
    check({ leases }, { lost, renewing }) {
      if (lost.includes(workerId)) isSilent = true;
      else if (renewing.has(workerId)) isSilent = false;
      const holder = leases.filter(({ shardId }) => shardId === named).map(holderOf)[0];
      if (named !== undefined && holder !== undefined && holder !== workerId) held.delete(named);
      void tell();
    },
  };
}
