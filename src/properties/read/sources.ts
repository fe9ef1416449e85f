import type { Environment } from '../../context.js';
import { keyEnvironment, propertyOptions, type PropertyOption } from '../table/flags.js';
import { type Origin, pair, quote, type Setting } from './setting.js';
import type { Problem } from '../check/problem.js';
import { likelyMeant } from '../../did-you-mean.js';

/** What was given for flags, or for the variables that stand for them: `--region` -> its values. */
export type OptionValues = ReadonlyMap<string, readonly string[]>;

/** One place where settings are given: the command line, or the environment. */
export interface Source {
  readonly values: OptionValues;
  /** Values of keys without a flag of their own. */
  readonly keys: readonly Setting[];
  describe(option: PropertyOption, value: string): Pick<Setting, 'origin' | 'subject'>;
}

export function commandLine(values: OptionValues): Source {
  return {
    values,
    keys: [],
    describe: ({ name, flag }, value) => {
      const origin: Origin = { source: 'flag', flag: name };
      if (flag.startsWith('--no-')) return { origin, subject: flag };
      if (name === '--set') return { origin, subject: `${name} ${shownAssignment(value)}` };
      return { origin, subject: flag.includes('<') ? `${name} ${quote(value)}` : name };
    },
  };
}

export function environment(env: Environment): Source {
  const values = new Map<string, readonly string[]>();
  for (const { environment: variable, name } of propertyOptions) {
    const value = env[variable];
    if (value) values.set(name, name === '--set' ? value.split('\n').filter((line) => line !== '') : [value]);
  }
  const keys = [...keyEnvironment].flatMap(([variable, key]): Setting[] => {
    const value = env[variable];
    const origin: Origin = { source: 'environment', variable };
    return value ? [{ key, value, origin, subject: pair(variable, value), friendly: true }] : [];
  });
  return {
    values,
    keys,
    describe: ({ environment: variable }, value) => ({
      origin: { source: 'environment', variable },
      subject: pair(variable, value),
    }),
  };
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
 * The settings of one source: first those of single keys, then those that shortcuts such as `--endpoint-url` give
 * to several keys, which yield to the first. What `decided` names is left out: credentials.ts and start-position.ts
 * make settings of it.
 */
export function sourceLayers(source: Source, problems: Problem[]): [Setting[], Setting[]] {
  const single: Setting[] = [...source.keys];
  const shared: Setting[] = [];
  for (const option of propertyOptions) {
    for (const value of source.values.get(option.name) ?? []) {
      if (option.name === '--set') {
        single.push(...assignment(value, source.describe(option, value), problems));
        continue;
      }
      const target = option.isShortcut ? shared : single;
      for (const key of option.keys) {
        target.push({ key, value, ...source.describe(option, value), friendly: true });
      }
    }
  }
  return [single, shared];
}

function shownAssignment(text: string): string {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return key === undefined || value === undefined ? quote(text) : pair(key, value);
}

function assignment(
  text: string,
  described: Pick<Setting, 'origin' | 'subject'>,
  problems: Problem[],
): Setting[] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    problems.push({ message: `${described.subject}: must have the form key=value` });
    return [];
  }
  return [{ key: key.trim(), value, ...described, friendly: true }];
}
