import { AsyncLocalStorage } from 'node:async_hooks';
import type { ProcessorSource } from '../processor/record-processor.js';

/** What runs a module: takes the processor that the module hands to `run`, and settles when its shard is done. */
export type Host = (source: ProcessorSource) => Promise<void>;

/**
 * The host of the module that is being loaded.
 *
 * @internal
 */
export const hosts = new AsyncLocalStorage<Host>();

/**
 * For a module that starts itself instead of exporting its processor:
 *
 *     await run(new Words());
 *
 * Works under `kcl-ts run` and `kcl-ts simulate`, and in a program of its own that the daemon starts
 * (`--exec "node app.js"`).
 *
 * @returns when the shard is done, or the daemon is gone.
 * @throws TypeError if the value is no processor, in a program of its own; under kcl-ts that ends the process.
 */
export async function run(processor: ProcessorSource): Promise<void> {
  const host = hosts.getStore() ?? (await import('./entry/standalone.js')).standalone;
  await host(processor);
}
