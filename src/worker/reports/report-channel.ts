import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import { run, succeeded } from '../../processes.js';
import type { ChildEvent } from '../../child/event.js';
import type { ReportTarget } from '../../child/reports/report-target.js';
import { listenToFifo } from './listen-to-fifo.js';
import { listenToStderr } from './listen-to-stderr.js';
import type { ReportListener } from './report-listener.js';

/** The way from the processors of a run to kcl-ts, which what they print does not go; and back, to tell them to stop. */
export interface ReportChannel {
  /** What a processor's process needs to know. */
  readonly target: ReportTarget;
  /** To be called before the first process is started. */
  listen(onReport: (event: ChildEvent) => void): ReportListener;
}

/** Makes FIFOs in the run folder, which only this user can enter. Where there are none, a secret has to do. */
export async function createReportChannel(
  folder: string,
  { env, platform }: Pick<Context, 'env' | 'platform'>,
): Promise<ReportChannel> {
  const path = join(folder, 'reports');
  const stopPath = join(folder, 'stop');
  const isMade =
    platform !== 'win32' &&
    // no POSIX system lacks the program; a few file systems cannot hold a FIFO
    succeeded((await run('mkfifo', ['-m', '600', path, stopPath], { env, timeoutMs: 5_000 })).ending);
  if (isMade) {
    const target = { kind: 'fifo', path, stopPath } as const;
    return { target, listen: (onReport) => listenToFifo(target, onReport) };
  }
  const secret = randomBytes(16).toString('hex');
  return { target: { kind: 'stderr', secret }, listen: (onReport) => listenToStderr(secret, onReport) };
}
