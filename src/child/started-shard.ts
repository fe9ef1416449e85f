import type { Shard } from '../processor/record-processor.js';
import { ProcessorCalls, type CallOptions } from './call.js';
import { ShardCheckpointer } from './checkpointer.js';
import type { ProgressEvent } from './event.js';
import type { CheckpointRequest } from './messages.js';
import { ShardProgress } from './shard-progress.js';

export interface StartShardOptions extends Omit<CallOptions, 'checkpointer' | 'progress'> {
  readonly send: (request: CheckpointRequest) => void;
  /** Whether the processor is to end while the daemon goes on. */
  readonly isRetiring: () => boolean;
  /** Whether what is checkpointed without a position is the end of the shard. */
  readonly inShardEnded: () => boolean;
  readonly onProgress: ((event: ProgressEvent) => void) | undefined;
}

/** What a session has from `initialize` on. */
export interface StartedShard {
  readonly shard: Shard;
  readonly calls: ProcessorCalls;
  readonly checkpointer: ShardCheckpointer;
  readonly progress: ShardProgress;
}

export function startShard(options: StartShardOptions): StartedShard {
  const { shard, send, isRetiring, inShardEnded, onProgress } = options;
  const progress = new ShardProgress(shard.shardId, onProgress);
  const checkpointer = new ShardCheckpointer({
    ...shard,
    send(request) {
      const exact = isRetiring() ? progress.withPosition(request) : request;
      if (exact) send(exact);
      else checkpointer.receive(done);
    },
    everything: () => (calls.interrupted ? progress.beforeInterruption : { action: 'checkpoint' }),
    onAcknowledged: (request) => progress.acknowledge(request, inShardEnded()),
  });
  const calls: ProcessorCalls = new ProcessorCalls({ ...options, checkpointer, progress });
  return { shard, calls, checkpointer, progress };
}

/** The reply to a request that the daemon need not see. */
const done = { action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null, error: null } as const;
