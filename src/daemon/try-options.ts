import type { Context } from '../context.js';
import { howItEnded, run, succeeded } from '../processes.js';
import type { Java } from './find-java.js';
import { javaEnvironment } from './java-environment.js';
import { givenOptions } from './jvm-options/given.js';
import { leaveToUser } from './jvm-options/leave-to-user.js';
import { ownJvmOptions } from './jvm-options/own.js';

/**
 * Starts the JVM as a run does, with kcl-ts's options and those of the environment, only to end at once.
 *
 * @returns what java says of options that it does not take; undefined if it takes them all
 */
export async function tryOptions(
  { path, major }: Java,
  context: Pick<Context, 'env' | 'cwd' | 'platform'>,
): Promise<string | undefined> {
  const options = leaveToUser(ownJvmOptions(major), await givenOptions([], context));
  const { ending, stdout, stderr } = await run(path, [...options, '-version'], {
    cwd: context.cwd,
    env: { ...context.env, ...(await javaEnvironment(context)) },
    timeoutMs: 15_000,
  });
  if (succeeded(ending)) return undefined;
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .filter(
      (line) =>
        line !== '' && !/^(NOTE: )?Picked up |^Error: (Could not create|A fatal exception)/.test(line),
    );
  return lines.length > 0 ? lines.slice(0, 3).join('; ') : `it ${howItEnded(ending)}`;
}
