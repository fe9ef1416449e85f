import type { WarningEvent } from '../child/event.js';
import type { ErrorPolicy } from '../child/options.js';
import { toProcessor } from '../child/load-processor.js';
import { decodeMessage } from '../child/codec.js';
import type { OutgoingMessage } from '../child/messages.js';
import type { ProcessorSource } from '../processor/record-processor.js';
import type { SequencePosition } from '../processor/sequence.js';
import { ShardSession } from '../child/session.js';
import type { Injection } from './injection.js';
import type { Checkpoint, CheckpointAttempt } from './lease.js';
import { MessageQueue } from './message-queue.js';
import { playDaemon } from './play-daemon.js';
import { batchesOf, type SimulatedRecord } from './shard-records.js';

/** What the shard holds and what happens to it. */
export interface SimulateShardOptions {
  /** What the shard holds, in order. The same records get the same sequence numbers in every simulation. */
  readonly records: Iterable<SimulatedRecord> | AsyncIterable<SimulatedRecord>;
  /**
   * Most records in a batch, an integer from 1. A batch has at most 10 MiB of data, as in Kinesis.
   *
   * @default 100
   */
  readonly batchSize?: number;
  /**
   * So many records in a row, an integer from 1, are one aggregated record of the Kinesis Producer Library.
   *
   * @default 1: no aggregation
   */
  readonly aggregate?: number;
  /**
   * What happens on the way.
   *
   * @default the worker is stopped after the last batch
   */
  readonly inject?: readonly Injection[];
  /**
   * Where the last worker's checkpoint lies: only what comes after it is delivered.
   *
   * @default the shard's beginning
   */
  readonly startAfter?: SequencePosition;
  /**
   * What the processor is told of as its shard.
   *
   * @default `shardId-000000000000`
   */
  readonly shardId?: string;
  /**
   * What an error means that leaves a method of the processor.
   *
   * @default `fail`
   */
  readonly onError?: ErrorPolicy;
  /**
   * Called for each checkpoint request as it is answered.
   *
   * @default nobody is told; `ShardSimulation.checkpoints` has them all
   */
  readonly onCheckpoint?: (attempt: CheckpointAttempt) => void;
}

/** What became of the shard. */
export interface ShardSimulation {
  /** How the shard stopped. */
  readonly end: 'shutdown' | 'lease-lost' | 'shard-end';
  /** How many batches were delivered. */
  readonly batches: number;
  /** How many records were delivered. */
  readonly records: number;
  /** The last checkpoint that counts: give it as `startAfter` to see what another worker would get. */
  readonly checkpoint: Checkpoint | undefined;
  /** Every checkpoint request with its answer, in order. */
  readonly checkpoints: readonly CheckpointAttempt[];
  /** What would have been logged as warnings. */
  readonly warnings: readonly string[];
}

/**
 * Runs a processor through the life of one shard, in this process, without Java and AWS: the daemon's messages in its
 * order and encoding, and its rules about checkpoints.
 *
 * @throws what the processor threw, if its error policy does not say otherwise.
 * @throws TypeError if the value is no processor.
 * @throws RangeError if a number is out of range, or `startAfter` is no place in a shard.
 */
export async function simulateShard(
  processor: ProcessorSource,
  options: SimulateShardOptions,
): Promise<ShardSimulation> {
  const { records, batchSize = 100, aggregate = 1, inject = [], startAfter, onError = 'fail' } = options;
  for (const [name, value] of Object.entries({ batchSize, aggregate })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} is ${value}; expected an integer from 1`);
  }
  const checkpoints: CheckpointAttempt[] = [];
  const warnings: WarningEvent[] = [];
  const messages = new MessageQueue<OutgoingMessage>();
  const session = new ShardSession({
    onError,
    deliverEmptyBatches: true,
    reportProgress: false,
    createProcessor: toProcessor(processor).create,
    send: (message) => messages.push(message),
    emit: (event) => {
      if (event.type === 'warning') warnings.push(event);
    },
  });
  void session.outcome.then(() => messages.end());
  const child = {
    write: (line: string) => session.receive(decodeMessage(Buffer.from(line), () => () => undefined)),
    next: () => messages.next(),
  };
  const { end, ...result } = await playDaemon(child, {
    shardId: options.shardId ?? 'shardId-000000000000',
    batches: batchesOf(records, { batchSize, aggregate, startAfter }),
    startAfter,
    injections: inject,
    tellStop: () => session.stop(),
    onCheckpoint: (attempt) => {
      checkpoints.push(attempt);
      options.onCheckpoint?.(attempt);
    },
  });
  void session.disconnect();
  const outcome = await session.outcome;
  if (outcome.failed) throw outcome.error;
  if (end === 'failed') throw new Error('the session ended without an answer');
  return { ...result, end, checkpoints, warnings: warnings.map(({ message }) => message) };
}
