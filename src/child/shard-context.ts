import { AsyncLocalStorage } from 'node:async_hooks';
import type { Shard } from '../processor/record-processor.js';

/**
 * Which shard the running code works for, however many share the process.
 *
 * @internal
 */
export const shardContext = new AsyncLocalStorage<Shard>();

/**
 * The shard whose processor the caller runs in, for log lines and metrics; undefined outside of any, such as in a
 * module's top-level code.
 */
export function currentShard(): Shard | undefined {
  return shardContext.getStore();
}
