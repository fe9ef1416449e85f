import type { InitializeMessage } from './messages.js';
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
 */
export async function shutDown(
  { shard, calls, checkpointer, progress, flush }: StartedShard,
  first: Omit<InitializeMessage, 'action'>,
): Promise<Omit<InitializeMessage, 'action'>> {
  await calls.handle({ action: 'shutdownRequested' });
  await checkpointer.settle();
  checkpointer.stopListening();
  flush();
  const message = 'another processor goes on with the shard';
  checkpointer.end({ code: 'Disconnected', message });
  return { ...first, ...shard, ...progress.acknowledged };
}
