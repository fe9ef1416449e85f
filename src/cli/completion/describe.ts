import type { Argument, Command, Option } from 'commander';
import { propertyOptions } from '../../properties/table/flags.js';
import { propertyTable } from '../../properties/table/index.js';

/** What may stand in a place of a command line. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'anything' };

export interface CompletedFlag {
  /** `--stream`, and `-q` where there is a short one. */
  readonly names: readonly string[];
  readonly summary: string;
  /** Undefined for a switch. */
  readonly values?: Values;
  readonly repeatable: boolean;
}

export interface CompletedCommand {
  /** The words that name it: `['leases', 'reset']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Each argument; the last one serves for more of them. */
  readonly args: readonly Values[];
}

/** All commands with their flags, and those that are below another one after it. */
export function describeCommands(commands: readonly Command[]): CompletedCommand[] {
  const described = commands.flatMap((command) => describe(command, []));
  const names = { kind: 'words', words: commands.map((command) => command.name()) } as const;
  return [
    ...described,
    { path: ['help'], summary: 'show the help of a command', flags: [help], args: [names] },
  ];
}

const help: CompletedFlag = { names: ['--help', '-h'], summary: 'show the help', repeatable: false };

function describe(command: Command, above: readonly string[]): CompletedCommand[] {
  const path = [...above, command.name()];
  const flags = command.options.filter((option) => !option.hidden).map(flagOf);
  const own: CompletedCommand = {
    path,
    summary: command.summary() || brief(command.description()),
    flags: [...flags, help],
    args: command.registeredArguments.map(valuesOfArgument),
  };
  return [own, ...command.commands.flatMap((below) => describe(below, path))];
}

function flagOf(option: Option): CompletedFlag {
  const names = [option.long, option.short].filter((name) => name != null);
  const repeatable = option.description.includes('(repeatable)');
  const described = { names, summary: brief(option.description), repeatable };
  // `--kpl [n]` is a switch that may have a value: what comes after it may be anything
  return option.required ? { ...described, values: valuesOfOption(option) } : described;
}

/** Without the variable and the other remarks at its end, on one line. */
function brief(description: string): string {
  const [first = ''] = description.replace(/ *\[KCL_TS_\w+\].*$/s, '').split(/(?<=\w)[;.:] /);
  return first.replaceAll(/\s+/g, ' ').replace(/ \((?:default|repeatable).*$/, '');
}

/** Of the flags whose values no list says. */
const known: Readonly<Record<string, readonly string[]>> = {
  '--from': ['trim-horizon', 'latest'],
  '--on-error': ['fail', 'skip', 'retry:3'],
};

function valuesOfOption({ flags, long, argChoices }: Option): Values {
  const placeholder = /<(.+)>$/.exec(flags)?.[1] ?? '';
  const words =
    argChoices ??
    known[long ?? ''] ??
    (placeholder.includes('|') ? placeholder.split('|') : valuesOfProperty(flags));
  return words === undefined ? byName(placeholder) : { kind: 'words', words };
}

/** As its type takes them on a command line. */
function valuesOfProperty(flags: string): readonly string[] | undefined {
  const key = propertyOptions.find(({ flag }) => flag === flags)?.keys[0];
  const spec = propertyTable.find(({ name }) => name === key);
  return spec?.type.name === 'enum'
    ? spec.values?.map((value) => value.toLowerCase().replaceAll('_', '-'))
    : spec?.values;
}

function valuesOfArgument(argument: Argument): Values {
  if (argument.argChoices) return { kind: 'words', words: argument.argChoices };
  const named = byName(argument.name());
  return /^(?:processor|records)$/.test(argument.name()) ? { kind: 'files' } : named;
}

function byName(placeholder: string): Values {
  if (/^(?:file|path)$/.test(placeholder)) return { kind: 'files' };
  if (/^(?:dir|folder)$/.test(placeholder)) return { kind: 'folders' };
  return { kind: 'anything' };
}
