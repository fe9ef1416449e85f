import type { Command, CommanderError } from 'commander';
import { KclTsError } from '../errors.js';
import { commandWords } from './command-words.js';
import { oneLine } from '../ui/harmless.js';

/**
 * What commander says about a command line, as an error of ours: the same beginning, the words of the user harmless, and
 * the next step. Help and the version are left as they are.
 */
export function usageError(error: CommanderError, command: Command): CommanderError | KclTsError {
  if (error.exitCode === 0 || error.code === 'commander.help') return error;
  const [, said = '', meant] = /^(?:error: )?(.*?)(?:\n\(Did you mean (.*)\?\))?$/s.exec(error.message) ?? [];
  const isTopLevel = command.parent === null;
  const help = isTopLevel
    ? 'kcl-ts --help lists the commands'
    : `kcl-ts ${commandWords(command)} --help lists the arguments and flags`;
  return new KclTsError('USAGE', oneLine(inOurWords(said)), {
    hint: meant === undefined ? help : `did you mean ${meant}?`,
    cause: error,
  });
}

function inOurWords(said: string): string {
  return said
    .replace(/^option '.*?(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.*)$/s, (_, flag, value, why) =>
      [flag, ` ${value}`, `: ${lowercase(String(why))}`].join(''),
    )
    .replace(/^option '.*?(--[\w-]+ [^']*)' argument missing$/, '$1 was given without its value')
    .replace(
      /^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/,
      (_, name, most, got) =>
        `too many arguments for ${name}: expected ${most === '0' ? 'none' : most}, got ${got}`,
    );
}

/** `Allowed choices are a, b.` -> `allowed choices are a, b` */
export function lowercase(sentence: string): string {
  return sentence.replace(/^./, (letter) => letter.toLowerCase()).replace(/\.$/, '');
}
