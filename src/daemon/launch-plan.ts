import { delimiter } from 'node:path';
import type { Environment } from '../context.js';

export interface LaunchRequest {
  readonly java: string;
  /** Absolute paths, in the order of the lock. */
  readonly classPath: readonly string[];
  /** Absolute: the daemon looks a relative name up on the class path first. */
  /** The classes of this java and class path as `fetch-jars --warm` has archived them. */
  readonly classArchive?: string | undefined;
  readonly propertiesFile: string;
  readonly logConfiguration: string;
  /** Further options for the JVM, after kcl-ts's own, so that they win. */
  readonly jvmOptions: readonly string[];
  readonly cwd: string;
  /** What java and the processors inherit. */
  readonly env: Environment;
}

export interface LaunchPlan {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

export const DAEMON_CLASS = 'software.amazon.kinesis.multilang.MultiLangDaemon';

/**
 * The options every worker's JVM gets.
 *
 * The daemon reads and writes the protocol in the default charset, which before Java 18 comes from the locale: under
 * LC_ALL=C every non-ASCII partition key would arrive as `?`. A JVM that is out of memory ends: the AWS SDK takes the
 * error for a failed call and would try for ever. The serial collector fits a process that mostly waits
 * for two pipes (54 MB less resident memory, a third less start-up time).
 */
const ownJvmOptions: readonly string[] = [
  '-Dfile.encoding=UTF-8',
  '-Dstdout.encoding=UTF-8',
  '-Dstderr.encoding=UTF-8',
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:+UseSerialGC',
];

/** Makes use of a class archive. The JVM only starts slower without one: what it has to say of it is no news. */
function useArchive(file: string): string[] {
  return [`-XX:SharedArchiveFile=${file}`, ...quietArchives];
}

/** Has the JVM write its class archive at its end. */
export function writeArchive(file: string): string[] {
  return [`-XX:ArchiveClassesAtExit=${file}`, ...quietArchives];
}

const quietArchives: readonly string[] = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off'];

/** How to start the daemon; pure, so that `--dry-run` can show exactly what a run would do. */
export function launchPlan(request: LaunchRequest): LaunchPlan {
  return {
    file: request.java,
    args: [
      ...ownJvmOptions,
      ...(request.classArchive === undefined ? [] : useArchive(request.classArchive)),
      ...request.jvmOptions,
      '-cp',
      request.classPath.join(delimiter),
      DAEMON_CLASS,
      '--properties-file',
      request.propertiesFile,
      '--log-configuration',
      request.logConfiguration,
    ],
    cwd: request.cwd,
    env: request.env,
  };
}
