import { propertyGroups, type PropertyGroup } from './index.js';
import type { FlagSpec } from './row.js';

/** A flag of the command line, with what follows from its row. Help, environment names and documents come from these. */
export interface PropertyOption extends Omit<FlagSpec, 'keys'> {
  /** `--region`, `--graceful-handoff`: what the option is called wherever it was given. */
  readonly name: string;
  readonly environment: string;
  readonly group: string;
  /** The keys that get the value as it is. */
  readonly keys: readonly string[];
  /** Whether it is no key of its own. */
  readonly isShortcut: boolean;
}

const groups: readonly PropertyGroup[] = propertyGroups;

/** All flags, in the order of help: by group, keys before those that are none. */
export const propertyOptions: readonly PropertyOption[] = groups.flatMap(
  ({ title, properties, flags = [] }) => [
    ...properties.flatMap(({ flag, name, summary, flagSummary = summary, usual }) => {
      if (flag === undefined) return [];
      const row: FlagSpec = { flag, summary: flagSummary, keys: [name], ...(usual ? { usual } : {}) };
      return [option(row, title, false)];
    }),
    ...flags.map((row) => option(row, title, true)),
  ],
);

/** `KCL_TS_` variables of the keys that have no flag. */
export const keyEnvironment: ReadonlyMap<string, string> = new Map(
  groups
    .flatMap(({ properties }) => properties)
    .filter(({ name, flag, refused }) => flag === undefined && !name.endsWith('.*') && refused === undefined)
    .map(({ name }) => [environmentName(name), name]),
);

/** `KCL_TS_FAILOVER_TIME` of `--failover-time`, `KCL_TS_MAX_LEASE_RENEWAL_THREADS` of `maxLeaseRenewalThreads`. */
export function environmentName(name: string): string {
  const words = name.replace(/^--(no-)?/, '').replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `KCL_TS_${words.replaceAll(/[.-]/g, '_').toUpperCase()}`;
}

function option(row: FlagSpec, group: string, isShortcut: boolean): PropertyOption {
  const [long = row.flag] = row.flag.split(' ');
  return {
    ...row,
    name: long.replace(/^--no-/, '--'),
    environment: environmentName(long),
    group,
    keys: row.keys ?? [],
    isShortcut,
  };
}
