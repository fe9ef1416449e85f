import type { CompletedCommand, CompletedFlag, Values } from './describe.js';
import { below, summaries } from './tree.js';

/** For fish 3 and newer. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = [
    '# fish completion for kcl-ts. To load it: kcl-ts completion fish | source',
    complete('-f'),
    complete(`-n __fish_use_subcommand -l version -s V -d ${quoted('print the version')}`),
    ...summaries(below(commands, [])).map(([name, summary]) =>
      complete(`-n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`),
    ),
    ...commands.flatMap((command) => linesOf(command, below(commands, command.path))),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ path, flags, args }: CompletedCommand, inner: readonly CompletedCommand[]): string[] {
  const within = path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
  const names = summaries(inner);
  const notBelow = `${within}; and not __fish_seen_subcommand_from ${names.map(([name]) => name).join(' ')}`;
  return [
    ...names.map(([name, summary]) => complete(`-n ${quoted(notBelow)} -a ${name} -d ${quoted(summary)}`)),
    ...args.flatMap((values) => (values.kind === 'anything' ? [] : [argument(within, values)])),
    ...flags.map((flag) => complete(`-n ${quoted(within)} ${flagWords(flag)}`)),
  ];
}

function argument(within: string, values: Values): string {
  return complete(`-n ${quoted(within)} ${values.kind === 'files' ? '-F' : `-a ${list(values)}`}`);
}

function flagWords({ names, summary, values }: CompletedFlag): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  return [...spelled, ...valueWords(values), `-d ${quoted(summary)}`].join(' ');
}

function valueWords(values: Values | undefined): string[] {
  if (values === undefined) return [];
  if (values.kind === 'files') return ['-r -F'];
  return values.kind === 'anything' ? ['-x'] : [`-x -a ${list(values)}`];
}

function list(values: Values): string {
  return quoted(values.kind === 'words' ? values.words.join(' ') : '(__fish_complete_directories)');
}

function complete(words: string): string {
  return `complete -c kcl-ts ${words}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
