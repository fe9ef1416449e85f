import type { Checkpointer } from '../checkpointer.js';
import type { KinesisClientRecord } from '../record.js';
import type { RecordProcessor } from '../record-processor.js';
import type { AwsKclCheckpointInput, AwsKclProcessor, AwsKclRecord, CompleteCallback } from './callbacks.js';
import { CallbackCheckpointer } from './checkpointer.js';

/**
 * On a processor whose process is to end when nothing is left for it to do, as aws-kcl's does: what it has written without
 * waiting for it gets through.
 */
export const endsWhenIdle: unique symbol = Symbol.for('kcl-ts.ends-when-idle');

/**
 * Makes a processor of aws-kcl, with its callbacks, one of kcl-ts:
 *
 *     export default fromAwsKcl(recordProcessor);
 *
 * It is called as aws-kcl calls it (kcl_manager.js, 2.3.2): records are in base64, a checkpoint is tried once and its error
 * is given to the callback, a shard that ends is not checkpointed for you. A `completeCallback` that is called again is
 * ignored.
 *
 * @throws Error if a method is missing that aws-kcl needs.
 */
export function fromAwsKcl(processor: AwsKclProcessor): RecordProcessor {
  checkMethods(processor);
  const isOld = has(processor, 'shutdown');
  const checkpointerOf = oncePerCheckpointer();
  let own: string | undefined;
  const call = (name: keyof AwsKclProcessor, input: object): Promise<void> =>
    untilComplete((done) => {
      // looked up at each call, as aws-kcl does: a processor may exchange its methods
      const method: unknown = Reflect.get(processor, name);
      if (typeof method === 'function') Reflect.apply(method, processor, [input, done]);
      else done();
    });
  const withCheckpointer = ({ checkpointer }: Input): AwsKclCheckpointInput => ({
    checkpointer: checkpointerOf(checkpointer),
  });
  const adapted: RecordProcessor & { readonly [endsWhenIdle]: true } = {
    [endsWhenIdle]: true,
    checkpointAtShardEnd: false,
    async initialize({ shardId, sequenceNumber, subSequenceNumber }) {
      // what it keeps of its shard, it keeps once: of two shards, each would get what is the other's
      own ??= shardId;
      if (own !== shardId) throw new Error(`${oneShardOnly}, got ${shardId} beside ${own}`);
      await call('initialize', { shardId, sequenceNumber, subSequenceNumber });
    },
    processRecords: ({ records, millisBehindLatest, checkpointer }) =>
      call('processRecords', {
        records: records.map(toAwsKclRecord),
        millisBehindLatest,
        checkpointer: checkpointerOf(checkpointer),
      }),
    leaseLost: () => (isOld ? call('shutdown', { reason: 'ZOMBIE' }) : call('leaseLost', {})),
    shardEnded: (input) =>
      isOld
        ? call('shutdown', { ...withCheckpointer(input), reason: 'TERMINATE' })
        : call('shardEnded', withCheckpointer(input)),
    shutdownRequested: (input) => call('shutdownRequested', withCheckpointer(input)),
  };
  return adapted;
}

const oneShardOnly = 'a processor of aws-kcl serves one shard in a process: run it without --processes';

interface Input {
  readonly checkpointer: Checkpointer;
}

/** The check and the words of aws-kcl's kcl_process.js. */
function checkMethods(processor: AwsKclProcessor): void {
  const hasEnd = (has(processor, 'leaseLost') && has(processor, 'shardEnded')) || has(processor, 'shutdown');
  if (has(processor, 'initialize') && has(processor, 'processRecords') && hasEnd) return;
  throw new Error('Record processor must implement initialize, processRecords, and shutdown functions.');
}

function has(processor: AwsKclProcessor, name: keyof AwsKclProcessor): boolean {
  return typeof processor[name] === 'function';
}

/** A program may keep the checkpointer of one call for the next. */
function oncePerCheckpointer(): (checkpointer: Checkpointer) => CallbackCheckpointer {
  const known = new WeakMap<Checkpointer, CallbackCheckpointer>();
  return (checkpointer) => {
    const found = known.get(checkpointer) ?? new CallbackCheckpointer(checkpointer);
    known.set(checkpointer, found);
    return found;
  };
}

/** Settles when the callback is called. What is thrown afterwards is an uncaught error, as in aws-kcl. */
function untilComplete(start: (done: CompleteCallback) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const state = { isComplete: false };
    try {
      start(() => {
        state.isComplete = true;
        resolve();
      });
    } catch (error) {
      if (!state.isComplete) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the processor threw
        reject(error);
        return;
      }
      process.nextTick(() => {
        throw error;
      });
    }
  });
}

/** The fields in the order in which the daemon writes them. */
function toAwsKclRecord(record: KinesisClientRecord): AwsKclRecord {
  const { data, partitionKey, sequenceNumber, approximateArrivalTimestamp, subSequenceNumber } = record;
  return {
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    partitionKey,
    sequenceNumber,
    approximateArrivalTimestamp: approximateArrivalTimestamp?.getTime() ?? null,
    subSequenceNumber,
    action: 'record',
  };
}
