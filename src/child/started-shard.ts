import type { Shard } from '../processor/record-processor.js';
import { ProcessorCalls, type CallOptions } from './call.js';
import { ShardCheckpointer } from './checkpointer.js';
import type { EndedEvent } from './event.js';
import type { CheckpointRequest, ProcessRecordsMessage } from './messages.js';
import type { SessionOptions } from './session-options.js';
import { RecordSampler } from './record-sampler.js';
import { ShardActivity } from './shard-activity.js';
import { ShardProgress } from './shard-progress.js';

export interface StartShardOptions
  extends
    Omit<CallOptions, 'checkpointer' | 'progress' | 'activity' | 'sampler'>,
    Pick<SessionOptions, 'emit' | 'reportProgress' | 'reportActivity' | 'reportSamples'> {
  readonly send: (request: CheckpointRequest) => void;
  /** Whether the processor is to end while the daemon goes on. */
  readonly isRetiring: () => boolean;
  /** Whether what is checkpointed without a position is the end of the shard. */
  readonly inShardEnded: () => boolean;
}

/** What a session has from `initialize` on. */
export interface StartedShard {
  readonly shard: Shard;
  readonly calls: ProcessorCalls;
  readonly checkpointer: ShardCheckpointer;
  readonly progress: ShardProgress;
  /** A batch was handled. */
  readonly handled: (batch: ProcessRecordsMessage) => void;
  /** What was not reported yet of what the processor did is reported now. */
  readonly flush: () => void;
  /** The shard's end, which is reported last. */
  end(reason: EndedEvent['reason']): EndedEvent;
}

export function startShard(options: StartShardOptions): StartedShard {
  const { shard, send, isRetiring, inShardEnded, emit } = options;
  const activity = options.reportActivity ? new ShardActivity(shard.shardId, emit) : undefined;
  const sampler = options.reportSamples ? new RecordSampler(shard.shardId, emit) : undefined;
  const progress = new ShardProgress(shard.shardId, options.reportProgress ? emit : undefined);
  const checkpointer = new ShardCheckpointer({
    ...shard,
    send(request) {
      const exact = isRetiring() ? progress.withPosition(request) : request;
      if (exact) send(exact);
      else checkpointer.receive(done);
    },
    everything: () => (calls.interrupted ? progress.beforeInterruption : { action: 'checkpoint' }),
    onAcknowledged(request) {
      progress.acknowledge(request, inShardEnded());
      if (progress.acknowledged) activity?.acknowledge(progress.acknowledged);
    },
    onRefused: (error) => activity?.refuse(error),
  });
  const calls: ProcessorCalls = new ProcessorCalls({
    ...{ ...options, checkpointer, progress, activity, sampler },
  });
  return {
    ...{ shard, calls, checkpointer, progress },
    handled(batch) {
      activity?.handle(batch);
      progress.handle(batch);
    },
    flush: () => activity?.flush(),
    end(reason) {
      activity?.flush();
      return progress.ended(reason);
    },
  };
}

/** The reply to a request that the daemon need not see. */
const done = { action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null, error: null } as const;
