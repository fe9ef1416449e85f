import { loadProcessor, toProcessor, type CreateProcessor } from '../load-processor.js';
import { hosts } from '../run.js';
import type { EntryModule } from '../settings.js';
import { loadEntry } from './load-entry.js';

export interface Loading {
  /** What a module that runs itself waits for: the end of what it serves. */
  readonly done: Promise<unknown>;
  /** Told of whatever goes wrong while the module loads. The processor is not found then. */
  readonly onError: (error: unknown) => void;
}

/** Loads a processor's module. Resolves as soon as its processor is known, which may be before all of it is loaded. */
export function loadCreate(entry: EntryModule, { done, onError }: Loading): Promise<CreateProcessor> {
  return new Promise((found) => {
    let isSelfRunning = false;
    const load = async (): Promise<void> => {
      const exports = await hosts.run(
        async (source) => {
          isSelfRunning = true;
          try {
            found(toProcessor(source).create);
          } catch (error) {
            onError(error);
          }
          await done;
        },
        () => loadEntry(entry),
      );
      if (!isSelfRunning) found(loadProcessor(exports).create);
    };
    load().catch(onError);
  });
}
