import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { holdsClass } from '../../daemon/holds-class.js';
import { KclTsError } from '../../errors.js';
import { linkFaultIn, type LinkFault } from '../../kcl/causes/linking.js';
import type { WorkerEvents } from '../event-bus.js';

export interface LinkFaults {
  /** What java could not link last. */
  readonly last: LinkFault | undefined;
}

/** The first lines of a stack that java prints itself tell who asked. */
const JVM_LINES = 40;

export function watchLinkFaults(events: WorkerEvents): LinkFaults {
  let logged: LinkFault | undefined;
  let jvmLines: string[] = [];
  events.subscribe('the watch for jars that do not link', {
    started: () => void (jvmLines = []),
    daemonFault: ({ line }) => void (logged = linkFaultIn(line.throwable?.stack ?? '') ?? logged),
    jvmLine({ line }) {
      const belongs = jvmLines.length > 0 || linkFaultIn(line) !== undefined;
      if (belongs && jvmLines.length < JVM_LINES) jvmLines.push(line);
    },
  });
  return {
    get last() {
      return logged ?? linkFaultIn(jvmLines.join('\n'));
    },
  };
}

/** An error over jars that do not link, with the jars that it concerns; any other error comes back as it was. */
export function nameJars(
  error: unknown,
  fault: LinkFault | undefined,
  classPath: readonly string[],
): unknown {
  if (!(error instanceof KclTsError) || error.code !== 'JARS_MISMATCHED' || !fault) return error;
  const { code, message, hint, cause } = error;
  const { missing, caller } = fault;
  const holders = jarsWith(missing, classPath);
  const callers = caller === undefined ? [] : jarsWith(caller, classPath);
  const details = [
    ...(callers.length > 0 ? [`needed by ${callers.join(', ')} (${caller ?? ''})`] : []),
    holders.length > 0 ? `not as it is in ${holders.join(', ')}` : `${missing} is in none of the jars`,
  ].join('\n');
  return new KclTsError(code, message, { details, ...(hint === undefined ? {} : { hint }), cause });
}

function jarsWith(name: string, classPath: readonly string[]): string[] {
  return classPath
    .filter((entry) => existsSync(entry) && holdsClass(entry, name))
    .map((entry) => basename(entry));
}
