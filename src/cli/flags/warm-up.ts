import { levelsOf } from '../../logs/log-levels.js';
import type { Context } from '../../context.js';
import type { JarSettings } from '../../maven/jar-settings.js';
import { ownFile } from '../../own-files.js';
import type { WorkerSettings } from '../../worker/settings.js';
import { workerSettings } from './worker.js';

export interface WarmUpChoice {
  readonly java: string | undefined;
  readonly jars: JarSettings;
  /** Whose class path it is for: a worker's on AWS, or one's on the embedded stack. */
  readonly target: 'aws' | 'local';
  readonly hardStop: AbortSignal;
}

/** A run of the sample processor on the embedded stack that ends by itself; what the user has set for others is left out. */
export async function warmUpSettings(
  { java, jars, target, hardStop }: WarmUpChoice,
  context: Context,
): Promise<WorkerSettings> {
  const env = Object.fromEntries(Object.entries(context.env).filter(([name]) => !name.startsWith('KCL_TS_')));
  const settings = await workerSettings(
    ownFile('templates/basic/src/processor.ts'),
    {
      stream: 'warm-up',
      app: 'warm-up',
      local: true,
      untilCaughtUp: true,
      processes: 'per-shard',
      onError: 'fail',
      restart: 'never',
      maxRestarts: 0,
      handBack: false,
      takeOver: false,
      quickStart: false,
      healthHost: '127.0.0.1',
      uiHost: '127.0.0.1',
      stallAfter: 300,
      logLevel: levelsOf('error'),
      logFormat: 'pretty',
    },
    { ...context, env },
    hardStop,
  );
  const local = settings.local && { ...settings.local, quickDispatch: target === 'local' };
  return { ...settings, local, jars, java: java ?? context.env['KCL_TS_JAVA'] };
}
