/**
 * Why a shard's signal fired:
 *
 * - `ShutdownRequested`: the worker stops, or hands the shard over. The shard can still be checkpointed.
 * - `LeaseLost`: another worker owns the shard now.
 * - `ShardEnded`: `shardEnded` is done.
 * - `Disconnected`: the daemon is gone.
 * - `Failed`: a method of the processor failed, or took longer than it may.
 */
export type ShardAbortCode = 'ShutdownRequested' | 'LeaseLost' | 'ShardEnded' | 'Disconnected' | 'Failed';

/**
 * The reason of an aborted `signal`. Its name is that of the errors of `fetch` and of node's own functions, so that one
 * check does for all.
 */
export class ShardAbortError extends Error {
  override readonly name = 'AbortError';
  /** Why the signal fired. */
  readonly code: ShardAbortCode;
  /** Such as `shardId-000000000003`. */
  readonly shardId: string;

  constructor(code: ShardAbortCode, shardId: string) {
    super(`${shardId}: ${reasons[code]}`);
    this.code = code;
    this.shardId = shardId;
  }
}

const reasons: Readonly<Record<ShardAbortCode, string>> = {
  ShutdownRequested: 'the worker stops, or hands the shard over',
  LeaseLost: 'another worker owns the shard now',
  ShardEnded: 'the shard has ended',
  Disconnected: 'the daemon is gone',
  Failed: 'the processor failed',
};

/**
 * Whether an error only says that a signal was aborted: it is the signal's reason, or what a function that was given the
 * signal made of it.
 */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
