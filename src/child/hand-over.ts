import type { InitializeMessage } from './messages.js';
import { callLimit, type MethodTimer } from './method-timer.js';
import type { ChildOptions } from './options.js';
import type { StartedShard } from './started-shard.js';

/** What the processor that goes on with a shard needs to know of the one before it. */
export interface HandOver {
  /** What its `initialize` is called with: the last checkpoint. Undefined if the daemon has not named the shard yet. */
  readonly initialize: Omit<InitializeMessage, 'action'> | undefined;
  /** The call whose status was held back, as the daemon takes checkpoints only while it waits for one. */
  readonly unanswered: 'processRecords' | undefined;
}

/**
 * Asks a processor to shut down although the daemon did not, and waits until it has, checkpoints included. The checkpointer
 * must be listening by then, or from the daemon's next message on.
 *
 * @returns what the next processor is to begin with
 * @throws TimeoutError and whatever the processor throws
 */
export async function shutDown(
  started: StartedShard,
  first: Omit<InitializeMessage, 'action'>,
  { timeoutMs }: Pick<ChildOptions, 'timeoutMs'>,
): Promise<Omit<InitializeMessage, 'action'>> {
  const { shard, calls, checkpointer, progress, flush } = started;
  const ended = (async (): Promise<void> => {
    await calls.handle({ action: 'shutdownRequested' });
    await checkpointer.settle();
  })();
  await inTime(ended, timeoutMs, started);
  checkpointer.stopListening();
  flush();
  progress.flush();
  const message = 'another processor goes on with the shard';
  checkpointer.end({ code: 'Disconnected', message });
  return { ...first, ...shard, ...progress.acknowledged };
}

/** A processor is not late while it waits for the daemon, which takes checkpoints only together with its messages. */
async function inTime(
  ended: Promise<void>,
  limitMs: number | undefined,
  { checkpointer }: StartedShard,
): Promise<void> {
  let limit: MethodTimer | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = callLimit(limitMs, (error) => {
      if (!checkpointer.isHeld) reject(error);
    });
    limit?.start('shutdownRequested');
  });
  try {
    await Promise.race([ended, late]);
  } finally {
    limit?.stop();
  }
}
