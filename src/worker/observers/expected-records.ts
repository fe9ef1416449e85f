import type { WorkerEvents } from '../event-bus.js';

/** How many records java must have delivered before a worker can have caught up. */
export interface ExpectedRecords {
  /** Infinity until it is known. */
  readonly count: number;
}

export interface ExpectedRecordsOptions {
  /**
   * Resolves once the stream holds what this run puts into it, with the number of records that must be delivered: a shard
   * that said it had caught up before it was given its records does not count.
   */
  readonly complete: Promise<number>;
  readonly onKnown?: () => void;
}

/** Another java goes on where the one before was: nobody knows how many records that one leaves, so none is expected. */
export function expectRecords(
  events: WorkerEvents,
  { complete, onKnown }: ExpectedRecordsOptions,
): ExpectedRecords {
  let count = Infinity;
  let isFirst = true;
  complete.then(
    (records) => {
      count = isFirst ? records : 0;
      onKnown?.();
    },
    () => undefined, // whoever puts the records reports why it could not
  );
  events.subscribe('the count of records', {
    ended() {
      isFirst = false;
      if (count < Infinity) count = 0;
    },
  });
  return {
    get count() {
      return count;
    },
  };
}
