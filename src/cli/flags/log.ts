import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../../did-you-mean.js';
import { logFormats, type LogFormat } from '../../logs/format/index.js';
import { isAtLeast, logLevels, logSources, type LogLevel, type LogSource } from '../../logs/log-event.js';
import { levelsOf, type LogLevels } from '../../logs/log-levels.js';
import type { OutputOptions } from '../cli.js';

export interface LogOptions {
  readonly logLevel: LogLevels;
  readonly logFormat: LogFormat;
}

const usualLevel = 'info';

export function logLevelOption(): Option {
  return new Option(
    '--log-level <level>',
    `lowest level to show: of all, or by source (${logSources.join(', ')}) as in info,kcl=warn`,
  )
    .choices(logLevels)
    .argParser(parseLogLevels)
    .default(levelsOf(usualLevel), usualLevel);
}

/** The word for `pretty` in versions up to 0.1. */
const formerly: Readonly<Record<string, LogFormat>> = { text: 'pretty' };

export function logFormatOption(): Option {
  return new Option('--log-format <format>', 'format of the log; json and logfmt have one event per line')
    .choices(logFormats)
    .argParser(parseLogFormat)
    .default('pretty');
}

/** How a command talks, by its flags. */
export function outputOf({ logLevel, logFormat }: LogOptions): OutputOptions {
  return { debug: isAtLeast('debug', logLevel['kcl-ts']), format: logFormat };
}

/** `warn`, `kcl=warn`, or several of these; a bare level is that of the sources that have none of their own. */
export function parseLogLevels(text: string): LogLevels {
  const own = new Map<LogSource, LogLevel>();
  let rest: LogLevel | undefined;
  for (const part of text.split(',').map((word) => word.trim())) {
    const [, source, level = part] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    if (source === undefined) {
      const found = oneOf('level', logLevels, level);
      if (rest !== undefined) throw twice(`a level for all sources (${rest}, ${found})`);
      rest = found;
    } else {
      const known = oneOf('source', logSources, source.trim());
      if (own.has(known)) throw twice(known);
      own.set(known, oneOf('level', logLevels, level.trim()));
    }
  }
  return levelsOf(rest ?? usualLevel, own);
}

function parseLogFormat(text: string): LogFormat {
  return formerly[text] ?? oneOf('format', logFormats, text);
}

function oneOf<Word extends string>(what: string, words: readonly Word[], given: string): Word {
  const found = words.find((word) => word === given.toLowerCase());
  if (found !== undefined) return found;
  throw new InvalidArgumentError(
    `No ${what} is called ${given === '' ? "''" : given}${didYouMean(given, words)}; the ${what}s are ${words.join(', ')}.`,
  );
}

function twice(what: string): InvalidArgumentError {
  return new InvalidArgumentError(`Got ${what} twice, expected it once.`);
}
