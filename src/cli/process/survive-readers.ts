import { errorKinds, messageOf } from '../../errors.js';

/**
 * Who reads our output may go (`| head`), a terminal may vanish, a disk may be full. A worker goes on without, and stops
 * when it is told to; a command whose data cannot be written fails.
 */
export function surviveReaders(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode) return;
    process.exitCode = errorKinds.INTERNAL.exitCode;
    process.stderr.write(`kcl-ts: cannot write to stdout: ${messageOf(error)}\n`);
  });
}
