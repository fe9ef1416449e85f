import type { Context, Environment } from '../context.js';
import type { Java } from './find-java.js';
import { javaEnvironment } from './java-environment.js';
import { givenOptions } from './jvm-options/given.js';
import { leaveToUser } from './jvm-options/leave-to-user.js';
import { homeIn, ownJvmOptions, shortRun } from './jvm-options/own.js';

export interface JavaCommand {
  /** The launcher. */
  readonly path: string;
  readonly options: readonly string[];
  readonly env: Environment;
}

/**
 * How to start java for a program of seconds, in the environment and beside the options of the user's that a worker's java
 * has: what takes long to warm up, or more than one core, costs more than it saves.
 */
export async function quickJava(
  { path, major }: Java,
  context: Pick<Context, 'env' | 'cwd' | 'platform' | 'homedir' | 'tmpdir'>,
): Promise<JavaCommand> {
  const own = [
    ...ownJvmOptions(major),
    ...shortRun,
    ...(context.homedir === undefined ? homeIn(context.tmpdir) : []),
  ];
  return {
    path,
    options: leaveToUser(own, await givenOptions([], context)),
    env: { ...context.env, ...(await javaEnvironment(context)) },
  };
}
