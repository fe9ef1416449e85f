import { findProperty } from '../../properties/table/find.js';
import type { ExistingApplication } from './application.js';
import type { Library } from './library.js';
import { asPath, seenFrom, type Program } from './program.js';

/** A flag that keeps what the daemon did by itself, where kcl-ts alone would do something else. */
export interface KeepingFlag {
  readonly words: readonly [flag: string, value: string];
  readonly because: string;
}

export function keepingFlags(
  { properties }: ExistingApplication,
  library: Library | undefined,
): KeepingFlag[] {
  const specs = properties.flatMap(({ key }) => findProperty(key) ?? []);
  const has = (...names: string[]): boolean => specs.some(({ name }) => names.includes(name));
  const flags: KeepingFlag[] = [];
  if (!has('initialPositionInStream', 'initialPositionInStreamExtended')) {
    flags.push({
      words: ['--from', 'latest'],
      because:
        'the file has no initialPositionInStream, and the daemon then starts new shards at LATEST; kcl-ts alone would start at TRIM_HORIZON',
    });
  }
  if (!has('retrievalMode')) {
    const isPolling = library?.kcl === 1 || specs.some(({ spec }) => spec.polling);
    flags.push(
      isPolling
        ? { words: ['--retrieval-mode', 'polling'], because: 'that is how the records are read today' }
        : {
            words: ['--retrieval-mode', 'fanout'],
            because:
              'the file has no retrievalMode, and the daemon then reads by enhanced fan-out, which AWS bills; `polling` costs nothing extra',
          },
    );
  }
  if (library !== undefined && library.kcl < 3 && !has('clientVersionConfig')) {
    flags.push({
      words: ['--client-version', 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X'],
      because: `the workers of today have KCL ${library.kcl}, and may run beside the new ones meanwhile; leave it out when all workers run with kcl-ts and you do not want to go back`,
    });
  }
  return flags;
}

/** The command that runs the application with kcl-ts, for a script of package.json. */
export function launchCommand(
  { file }: ExistingApplication,
  program: Program,
  flags: readonly KeepingFlag[],
): string {
  const words = [
    ...['kcl-ts', 'run', ...(program.script === undefined ? [] : [asPath(program.script)])],
    ...['--properties', seenFrom(program, file), ...flags.flatMap((flag) => flag.words)],
  ];
  const command = words.map(quote).join(' ');
  return program.cwd === '.' ? command : `cd ${quote(program.cwd)} && ${command}`;
}

/** As sh and cmd both read it. */
function quote(word: string): string {
  return /[^\w./:=@%+,-]/.test(word) ? `"${word}"` : word;
}
