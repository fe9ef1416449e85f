import { watch, type FSWatcher } from 'node:fs';

/** A burst of events is one change: an editor writes a file in several steps, a checkout many files. Milliseconds. */
const QUIET_MS = 50;

/** Source files, and names without an ending, which may be folders. Editors' own files begin with a dot or end with ~. */
const ofInterest = /^[^.][^~]*\.(?:[cm]?[jt]sx?|json)$|^[^.~]+$/;

/**
 * Watches folders, not files: an editor that saves by renaming replaces the file that it was to be told of, and a file that
 * is missing may come. Folders below are not watched unless they are named.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | undefined;
  #events = 0;

  /** @param onChange called once it has been quiet for a moment after a change */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Grows with each event, before it is quiet. */
  get events(): number {
    return this.#events;
  }

  /**
   * Watches these, and no others any more. What is not there is left out.
   *
   * @returns whether there are new ones
   */
  set(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#leave(folder);
    const added = [...folders].filter((folder) => !this.#watchers.has(folder));
    for (const folder of added) this.#add(folder);
    return added.some((folder) => this.#watchers.has(folder));
  }

  /** As after a change: calls back once it has been quiet for a moment. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, QUIET_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.set(new Set());
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || (name !== 'node_modules' && ofInterest.test(name))) this.#note();
      });
      // It was removed, most likely: it is added again with the next build, if it is there then.
      watcher.on('error', () => this.#leave(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      return;
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #note(): void {
    this.#events++;
    this.look();
  }
}
