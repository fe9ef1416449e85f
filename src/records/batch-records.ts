import { MAX_RECORD_BYTES, type KeyedRecord, type NewRecord } from './record.js';

/** The most that one PutRecords takes: records, and bytes of data and partition keys together. */
export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
  /** How long a batch waits for further records, in milliseconds, when they come slowly. No limit unless set. */
  readonly waitMs?: number;
}

export const putRecordsLimits: BatchLimits = { records: 500, bytes: MAX_RECORD_BYTES };

/** Groups records, in their order, into batches within the limits. */
export async function* batchRecords(
  records: AsyncIterable<NewRecord> | Iterable<NewRecord>,
  nextKey: () => string,
  limits: BatchLimits = putRecordsLimits,
): AsyncGenerator<KeyedRecord[]> {
  let batch: KeyedRecord[] = [];
  let bytes = 0;
  const take = (): KeyedRecord[] => {
    const taken = batch;
    batch = [];
    bytes = 0;
    return taken;
  };
  for await (const record of pausing(records, limits.waitMs, () => batch.length > 0)) {
    if (record === pause) {
      yield take();
      continue;
    }
    const keyed = { ...record, partitionKey: record.partitionKey ?? nextKey() };
    const size = keyed.data.length + Buffer.byteLength(keyed.partitionKey);
    if (batch.length === limits.records || (batch.length > 0 && bytes + size > limits.bytes)) yield take();
    batch.push(keyed);
    bytes += size;
  }
  if (batch.length > 0) yield take();
}

const pause = Symbol('pause');

/** The records, and a pause among them wherever one has waited so long for the next. */
async function* pausing(
  records: AsyncIterable<NewRecord> | Iterable<NewRecord>,
  waitMs: number | undefined,
  isWaiting: () => boolean,
): AsyncGenerator<NewRecord | typeof pause> {
  if (waitMs === undefined) {
    yield* records;
    return;
  }
  const input =
    Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
  let timer: NodeJS.Timeout | undefined;
  let waited: Promise<typeof pause> | undefined;
  try {
    for (let next = Promise.resolve(input.next()); ;) {
      // One timer for a batch, not one for each record of it.
      if (isWaiting()) {
        waited ??= new Promise((resolve) => (timer = setTimeout(resolve, waitMs, pause)));
      } else {
        clearTimeout(timer);
        waited = undefined;
      }
      const found = await (waited ? Promise.race([next, waited]) : next);
      if (found === pause) {
        waited = undefined;
        yield pause;
      } else if (found.done) {
        return;
      } else {
        yield found.value;
        next = Promise.resolve(input.next());
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
