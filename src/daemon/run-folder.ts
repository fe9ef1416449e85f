import { rmSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KclTsError, messageOf } from '../errors.js';

/** The private folder of one run: the properties, the log configuration and the compiled processor. */
export interface RunFolder {
  /** Absolute; mode 0700. */
  readonly path: string;
  /**
   * Writes a file that only this user can read and returns its absolute path.
   *
   * @throws KclTsError CONFIG_FILE when it cannot be written
   */
  write(name: string, content: string | Uint8Array): Promise<string>;
  /** Removes the folder. Synchronous, so that an exit handler can call it; harmless to repeat. */
  remove(): void;
}

/** @throws KclTsError CONFIG_FILE when the temporary folder cannot be written */
export async function createRunFolder(tmpdir: string): Promise<RunFolder> {
  let path: string;
  try {
    path = await mkdtemp(join(tmpdir, 'kcl-ts-'));
    await chmod(path, 0o700);
  } catch (error) {
    throw unwritable(tmpdir, error);
  }
  return {
    path,
    async write(name, content) {
      const file = join(path, name);
      try {
        await writeFile(file, content, { mode: 0o600 });
      } catch (error) {
        throw unwritable(tmpdir, error);
      }
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function unwritable(tmpdir: string, error: unknown): KclTsError {
  return new KclTsError(
    'CONFIG_FILE',
    `cannot write to the temporary folder ${tmpdir}: ${messageOf(error)}`,
    {
      hint: 'free some space there, or set TMPDIR to another folder',
      cause: error,
    },
  );
}
