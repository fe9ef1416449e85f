import type { WarningEvent } from '../child/event.js';
import type { ErrorPolicy } from '../child/options.js';
import { toProcessor } from '../child/load-processor.js';
import { decodeMessage } from '../child/codec.js';
import type { OutgoingMessage } from '../child/messages.js';
import type { ProcessorSource } from '../processor/record-processor.js';
import type { SequencePosition } from '../processor/sequence.js';
import { ShardSession } from '../child/session.js';
import type { Injection } from './injection.js';
import type { CheckpointAttempt } from './lease.js';
import { MessageQueue } from './message-queue.js';
import { playDaemon } from './play-daemon.js';
import type { PlayResult } from './play-result.js';
import { batchesOf, type SimulatedRecord } from './shard-records.js';

export interface SimulateShardOptions {
  /** What the shard holds, in order. The same records get the same sequence numbers in every simulation. */
  readonly records: Iterable<SimulatedRecord> | AsyncIterable<SimulatedRecord>;
  /** Most records in a batch, which has at most 10 MiB of data, as in Kinesis. Default 100. */
  readonly batchSize?: number;
  /** So many records in a row are one aggregated record of the Kinesis Producer Library. Default 1: no aggregation. */
  readonly aggregate?: number;
  /** What happens on the way. Default: the worker is stopped after the last batch. */
  readonly inject?: readonly Injection[];
  /** Where the last worker's checkpoint lies: only what comes after it is delivered. Default: the shard's beginning. */
  readonly startAfter?: SequencePosition;
  /** Default `shardId-000000000000`. */
  readonly shardId?: string;
  /** Default `fail`. */
  readonly onError?: ErrorPolicy;
  /** Called for each checkpoint request as it is answered. */
  readonly onCheckpoint?: (attempt: CheckpointAttempt) => void;
}

export interface ShardSimulation {
  /** How the shard stopped. */
  readonly end: Exclude<PlayResult['end'], 'failed'>;
  readonly batches: number;
  /** How many records were delivered. */
  readonly records: number;
  /** The last checkpoint that counts: give it as `startAfter` to see what another worker would get. */
  readonly checkpoint: PlayResult['checkpoint'];
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
 */
export async function simulateShard(
  processor: ProcessorSource,
  options: SimulateShardOptions,
): Promise<ShardSimulation> {
  const { records, batchSize = 100, aggregate = 1, inject = [], startAfter, onError = 'fail' } = options;
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
