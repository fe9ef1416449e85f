import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What may be /bin/sh, with what makes it behave as such. */
export const posixShells = { dash: '', bash: '', busybox: ' sh', mksh: '', ksh93: '', zsh: ' --emulate sh' };

/** The path of a program, undefined if it is not installed. */
export async function findProgram(program: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
