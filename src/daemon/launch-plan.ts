import { delimiter } from 'node:path';
import type { Environment } from '../context.js';

export interface LaunchRequest {
  readonly java: string;
  /** For the JVM, in the order in which it is to read them: the last word wins. */
  readonly jvmOptions: readonly string[];
  /** Absolute paths. */
  readonly classPath: readonly string[];
  /** Absolute: the daemon looks a relative name up on the class path first. */
  readonly propertiesFile: string;
  readonly logConfiguration: string;
  readonly cwd: string;
  /** What java and the processors inherit. */
  readonly env: Environment;
}

export interface LaunchPlan {
  readonly file: string;
  readonly args: readonly string[];
  /** As in the arguments. */
  readonly classPath: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

const DAEMON_CLASS = 'software.amazon.kinesis.multilang.MultiLangDaemon';

/** How to start the daemon. */
export function launchPlan(request: LaunchRequest): LaunchPlan {
  return {
    file: request.java,
    args: [
      ...request.jvmOptions,
      '-cp',
      request.classPath.join(delimiter),
      DAEMON_CLASS,
      '--properties-file',
      request.propertiesFile,
      '--log-configuration',
      request.logConfiguration,
    ],
    classPath: request.classPath,
    cwd: request.cwd,
    env: request.env,
  };
}
