import { basename } from 'node:path';
import type { ProcessorSources } from '../../compile/compile-processor.js';
import { KclTsError, messageOf } from '../../errors.js';
import { FolderWatch } from './folder-watch.js';
import { fingerprint, watchedFolders } from './watched-files.js';

/** What a processor is made of, and how that looked. */
export interface BuiltFrom {
  readonly sources: ProcessorSources;
  readonly fingerprint: string;
}

export interface WatchOptions {
  /** Path of the processor. */
  readonly file: string;
  /** What it was made of when it was built. */
  readonly built: BuiltFrom;
  /**
   * Compiles and loads the processor as it is now, and lets it take over; resolves when it has.
   *
   * @param onSources told what it is made of, also when it cannot be compiled
   * @throws KclTsError what is wrong with it: the old one goes on
   */
  readonly rebuild: (onSources: (sources: ProcessorSources) => void) => Promise<void>;
  readonly say: (level: 'info' | 'error', message: string) => void;
  /** Called when a changed processor has taken over. */
  readonly onReplaced: () => void;
}

/**
 * Lets a processor take over from itself whenever it, or what it imports, has changed. What cannot be used is shown, once,
 * and the old one goes on.
 */
export class ProcessorWatch {
  readonly #options: WatchOptions;
  readonly #folders: FolderWatch;
  #sources: ProcessorSources;
  /** Of the processor that serves the shards. */
  #served: string;
  /** Of the processor as it was found by the last build. */
  #found: Promise<string>;
  /** What is wrong with the processor as it is now. */
  #problem: string | undefined;
  #isBuilding = false;
  #hasChanged = false;
  #hasEnded = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#sources = options.built.sources;
    this.#served = options.built.fingerprint;
    this.#found = Promise.resolve(this.#served);
    this.#folders = new FolderWatch(() => void this.#onChange());
    this.#folders.set(watchedFolders(this.#sources));
    // It may have changed since it was built.
    this.#folders.look();
  }

  end(): void {
    this.#hasEnded = true;
    this.#folders.close();
  }

  /** One build at a time; what changes meanwhile is built next. */
  async #onChange(): Promise<void> {
    this.#hasChanged = true;
    if (this.#isBuilding) return;
    this.#isBuilding = true;
    while (this.#hasChanged && !this.#hasEnded) {
      this.#hasChanged = false;
      await this.#build();
    }
    this.#isBuilding = false;
  }

  async #build(): Promise<void> {
    const { file, rebuild, say, onReplaced } = this.#options;
    const now = await fingerprint(this.#sources);
    const wasServed = now === this.#served;
    // Saved without a change, or another file of the folder. While something is wrong, a new file may mend it.
    if (wasServed && this.#problem === undefined) return;
    const startedAt = performance.now();
    const { events } = this.#folders;
    try {
      await rebuild((sources) => this.#follow(sources));
      this.#problem = undefined;
      const built = await this.#found;
      // What was written while it was built may not be in it.
      this.#served = this.#folders.events === events ? built : '';
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      if (this.#hasEnded) return;
      say('info', `${basename(file)} was changed: its new processor goes on with every shard (${seconds} s)`);
      onReplaced();
    } catch (error) {
      if (!this.#hasEnded) this.#tell(error);
    }
  }

  #follow(sources: ProcessorSources): void {
    this.#sources = sources;
    this.#found = fingerprint(sources);
    if (this.#hasEnded) return;
    // What came into a folder before it was watched shows at another look.
    if (this.#folders.set(watchedFolders(sources))) this.#hasChanged = true;
  }

  #tell(error: unknown): void {
    const problem =
      error instanceof KclTsError
        ? [error.message, error.details, error.hint].filter(Boolean).join('\n')
        : messageOf(error);
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.say('error', `${problem}\nthe processor from before this change goes on`);
  }
}
