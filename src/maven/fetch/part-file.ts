import { createHash, randomBytes, type Hash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cacheUnusable } from '../cache/cache-unusable.js';
import type { LockedJar } from '../lock/lock-file.js';
import { isGone, processIdentity } from '../cache/process-identity.js';
import { verifyFile } from '../cache/verify.js';

/**
 * A jar on its way: written beside its place under a name no other process uses, hashed as it grows, and renamed once
 * it is complete and right. There is no fsync: a file that a power cut leaves torn is found by its hash at the next
 * start and fetched again.
 */
export class PartFile {
  readonly #jar: LockedJar;
  readonly #final: string;
  readonly #file: string;
  readonly #handle: FileHandle;
  #hash: Hash = createHash('sha256');
  #received = 0;
  #pieces = 0;

  private constructor(jar: LockedJar, final: string, file: string, handle: FileHandle) {
    this.#jar = jar;
    this.#final = final;
    this.#file = file;
    this.#handle = handle;
  }

  /**
   * Begins anew, and takes what a killed process left of the same jar out of the way. To go on from that would save at most
   * the few jars that were under way, of 3 MB and less.
   */
  static async open(jar: LockedJar, final: string): Promise<PartFile> {
    const file = `${final}.${processIdentity()}-${randomBytes(4).toString('hex')}.part`;
    try {
      await mkdir(dirname(final), { recursive: true });
      for (const orphan of await orphansOf(final)) await rm(orphan, { force: true });
      return new PartFile(jar, final, file, await open(file, 'wx'));
    } catch (error) {
      throw cacheUnusable(file, error);
    }
  }

  /** Bytes on disk and hashed. */
  get received(): number {
    return this.#received;
  }

  get complete(): boolean {
    return this.#received === this.#jar.size;
  }

  /** Whether what was received came in more than one piece, any of which may be the wrong one. */
  get pieced(): boolean {
    return this.#pieces > 1;
  }

  /** Says that what is written next comes from another source than what was written before. */
  beginPiece(): void {
    this.#pieces += 1;
  }

  async write(...chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) this.#hash.update(chunk);
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    try {
      const { bytesWritten } = await this.#handle.writev([...chunks], this.#received);
      if (bytesWritten !== length) throw new Error(`only ${bytesWritten} of ${length} bytes were written`);
    } catch (error) {
      throw cacheUnusable(this.#file, error);
    }
    this.#received += length;
  }

  /** Forgets what was received. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash('sha256');
    this.#received = 0;
    this.#pieces = 0;
  }

  /** The sha256 of what was received. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Puts the complete file in its place. Another process that did so first is as good. */
  async moveIntoPlace(): Promise<void> {
    await this.#handle.close();
    try {
      await rename(this.#file, this.#final);
    } catch (error) {
      await rm(this.#file, { force: true });
      if ((await verifyFile(this.#final, this.#jar)).state !== 'verified') {
        throw cacheUnusable(this.#final, error);
      }
    }
  }

  /** Ends without a jar, and leaves nothing. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#file, { force: true });
  }
}

/** The part files of a jar whose processes are gone. */
async function orphansOf(final: string): Promise<string[]> {
  const prefix = `${basename(final)}.`;
  const names = await readdir(dirname(final));
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith('.part') && isGone(name.slice(prefix.length)))
    .map((name) => join(dirname(final), name));
}
