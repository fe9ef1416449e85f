import { shortcuts } from '../shortcuts.js';
import { propertyGroups, type PropertyGroup } from './index.js';

/** A flag of the command line: of one key, or a shortcut. Help, environment names and documents come from these. */
export interface PropertyOption {
  /** As commander writes it: `--region <region>`, `--fips`, `--no-graceful-handoff`. */
  readonly flag: string;
  /** `--region`, `--graceful-handoff`: what the option is called wherever it was given. */
  readonly name: string;
  readonly environment: string;
  readonly summary: string;
  readonly usual: boolean;
  readonly group: string;
  /** The keys that get the value as it is. */
  readonly keys: readonly string[];
  readonly isShortcut: boolean;
}

const groups: readonly PropertyGroup[] = propertyGroups;

/** All flags, in the order of help: by group, keys before shortcuts. */
export const propertyOptions: readonly PropertyOption[] = groups.flatMap(({ title, properties }) => [
  ...properties.flatMap((spec) => {
    if (spec.flag === undefined) return [];
    const { flag, name, summary, flagSummary = summary } = spec;
    return [option({ ...spec, flag, summary: flagSummary, keys: [name], group: title }, false)];
  }),
  ...shortcuts.filter(({ group }) => group === title).map((shortcut) => option(shortcut, true)),
]);

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

interface Flag {
  readonly flag: string;
  readonly summary: string;
  readonly usual?: true;
  readonly keys?: readonly string[];
  readonly group: string;
}

function option({ flag, summary, usual, keys, group }: Flag, isShortcut: boolean): PropertyOption {
  const [long = flag] = flag.split(' ');
  return {
    flag,
    name: long.replace(/^--no-/, '--'),
    environment: environmentName(long),
    summary,
    usual: usual ?? false,
    group,
    keys: keys ?? [],
    isShortcut,
  };
}
