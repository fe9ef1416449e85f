import { likelyMeant } from '../../did-you-mean.js';
import type { Environment } from '../../context.js';
import type { Problem } from '../check/problem.js';
import { keyEnvironment, propertyOptions, type PropertyOption } from '../table/flags.js';
import { pair, quote, type Setting } from './setting.js';

/** What was given for flags, or for the variables that stand for them: `--region` -> its values. */
export type OptionValues = ReadonlyMap<string, readonly string[]>;

/** One value that was given for a flag. */
export interface Given extends Pick<Setting, 'origin' | 'subject'> {
  readonly option: PropertyOption;
  readonly value: string;
}

/** One place where settings are given: the command line, or the environment. */
export interface Source {
  /** By the name of the flag; the last of several values wins, unless the flag takes all. */
  readonly given: ReadonlyMap<string, readonly Given[]>;
  /** Values of keys without a flag of their own. */
  readonly keys: readonly Setting[];
}

export function commandLine(values: OptionValues): Source {
  return {
    given: givenFor(
      (option) => values.get(option.name) ?? [],
      (option, value) => ({
        origin: { source: 'flag', flag: option.name },
        subject: asTyped(option, value),
      }),
    ),
    keys: [],
  };
}

function asTyped({ flag, name, show = quote }: PropertyOption, value: string): string {
  if (flag.startsWith('--no-')) return flag;
  return flag.includes('<') ? `${name} ${show(value)}` : name;
}

export function environment(env: Environment): Source {
  return {
    given: givenFor(
      ({ environment: variable, repeatable }) => valuesOf(env[variable], repeatable),
      ({ environment: variable, show }, value) => ({
        origin: { source: 'environment', variable },
        subject: show ? `${variable}=${show(value)}` : pair(variable, value),
      }),
    ),
    keys: [...keyEnvironment].flatMap(([variable, key]): Setting[] => {
      const value = env[variable];
      if (!value) return [];
      const origin = { source: 'environment', variable } as const;
      return [{ key, value, origin, subject: pair(variable, value), friendly: true }];
    }),
  };
}

function valuesOf(variable: string | undefined, repeatable = false): string[] {
  if (!variable) return [];
  return repeatable ? variable.split('\n').filter((line) => line !== '') : [variable];
}

function givenFor(
  valuesFor: (option: PropertyOption) => readonly string[],
  describe: (option: PropertyOption, value: string) => Pick<Setting, 'origin' | 'subject'>,
): Source['given'] {
  return new Map(
    propertyOptions.flatMap((option) => {
      const given = valuesFor(option).map((value) => ({ option, value, ...describe(option, value) }));
      return given.length > 0 ? [[option.name, given]] : [];
    }),
  );
}

/** Variables that look like one of these settings, mistyped. Others with the same prefix belong to other parts. */
export function misspeltVariables(env: Environment, others: readonly string[]): string[] {
  const known = [...others, ...propertyOptions.map((option) => option.environment), ...keyEnvironment.keys()];
  return Object.keys(env)
    .filter((variable) => variable.startsWith('KCL_TS_') && !known.includes(variable))
    .flatMap((variable) => {
      const [meant] = likelyMeant(
        variable.slice('KCL_TS_'.length),
        known.map((name) => name.slice('KCL_TS_'.length)),
      );
      return meant === undefined
        ? []
        : [`${variable} is no setting of kcl-ts; did you mean KCL_TS_${meant}?`];
    });
}

/**
 * The settings of one source: first those of single keys, then those that a flag such as `--endpoint-url` gives to several
 * keys, which yield to the first. A flag with neither keys nor a reader is one of several that decide something together.
 */
export function sourceLayers(source: Source, problems: Problem[]): [Setting[], Setting[]] {
  const single: Setting[] = [...source.keys];
  const shared: Setting[] = [];
  for (const { option, value, origin, subject } of [...source.given.values()].flat()) {
    const target = option.isShortcut ? shared : single;
    for (const key of option.keys) target.push({ key, value, origin, subject, friendly: true });
    const reading = option.read?.(value);
    if (reading === undefined) continue;
    if ('problem' in reading)
      problems.push({ ...hintOf(reading), message: `${subject}: ${reading.problem}` });
    else single.push({ ...reading, origin, subject, friendly: true });
  }
  return [single, shared];
}

function hintOf({ hint }: { readonly hint?: string }): Pick<Problem, 'hint'> {
  return hint === undefined ? {} : { hint };
}
