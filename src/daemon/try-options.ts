import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Context } from '../context.js';
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
  const java = spawn(path, [...options, '-version'], {
    cwd: context.cwd,
    env: { ...context.env, ...(await javaEnvironment(context)) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 15_000,
  });
  const ended = new Promise<string>((resolve) => {
    java.on('error', (error) => resolve(error.message));
    java.on('close', (code, signal) =>
      resolve(code === 0 ? '' : `it ended with ${signal ?? `exit code ${code}`}`),
    );
  });
  const [said, how] = await Promise.all([Promise.all([text(java.stdout), text(java.stderr)]), ended]);
  if (how === '') return undefined;
  const lines = said
    .join('\n')
    .split('\n')
    .filter(
      (line) =>
        line !== '' && !/^(NOTE: )?Picked up |^Error: (Could not create|A fatal exception)/.test(line),
    );
  return lines.length > 0 ? lines.slice(0, 3).join('; ') : how;
}
