import type { Environment } from '../context.js';
import { addDefaults } from './check/defaults.js';
import { checkNames } from './check/names.js';
import { type CollectedProperties, summarize } from './collected.js';
import { findContradictions } from './check/contradictions.js';
import { credentialsShortcuts } from './credentials/index.js';
import type { FileProperty } from './read/decode.js';
import { isLocalOnly } from './check/local-url.js';
import { mergeSettings, type ChosenSetting } from './check/merge.js';
import { missingClasses } from './credentials/missing-classes.js';
import { placeRegion } from './check/region.js';
import { problemsError, type Problem } from './check/problem.js';
import { proxyForJava } from './proxy.js';
import { addRoleRegion } from './credentials/role-region.js';
import { fileSetting, ownSetting, type Setting } from './read/setting.js';
import type { ProfileSettings } from './credentials/shared-files.js';
import {
  commandLine,
  environment,
  misspeltVariables,
  sourceLayers,
  type OptionValues,
} from './read/sources.js';
import type { PropertySettings } from './table/index.js';
import type { WorkerIdParts } from './check/worker-id.js';

/** All that is known before the properties are made. */
export interface CollectInput {
  /** The version of the KCL, such as `3.1.3`: that of the lock file in use. */
  readonly kcl: string;
  readonly flags: OptionValues;
  readonly env: Environment;
  /** The file of `--properties`, read. */
  readonly file?: { readonly name: string; readonly properties: readonly FileProperty[] };
  /** Stronger than everything: the processor's command. */
  readonly forced: PropertySettings;
  /** Weaker than everything but the defaults of kcl-ts itself. */
  readonly defaults: PropertySettings;
  /** Whether a missing stream or application name is an error. */
  readonly namesRequired: boolean;
  /** Whether the services are those of `--local`, whose endpoints are not known yet. */
  readonly isLocal: boolean;
  /** Whether only Kinesis is called, and DynamoDB is wherever Kinesis is. */
  readonly kinesisOnly?: boolean;
  readonly machine: WorkerIdParts;
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  /** Variables that are no setting of the KCL, and are known all the same. */
  readonly otherVariables?: readonly string[];
  /** Whether the user has put a class on java's class path. */
  readonly hasClass: (name: string) => boolean;
}

/**
 * Makes the daemon's properties of everything that was given: flags, environment, file, defaults, in this order of
 * strength. Throws one KclTsError that lists all that is wrong.
 */
export function collect(input: CollectInput): CollectedProperties {
  const { kcl, env, profiles } = input;
  const problems: Problem[] = [];
  const sources = [commandLine(input.flags), environment(env)];
  const applicationName =
    sources.map(({ given }) => given.get('--app')?.at(-1)?.value).find((name) => name !== undefined) ??
    input.file?.properties.find(({ key }) => key === 'applicationName')?.value;
  const credentials = credentialsShortcuts({ sources, env, profiles, applicationName }, problems);
  const layers = sources.flatMap((source) => {
    const [single, shared] = sourceLayers(source, problems);
    const provider = credentials.source === source ? credentials.setting : undefined;
    return [[...single, ...(provider ? [provider] : [])], shared];
  });
  const merged = mergeSettings(
    [
      ownSettings(input.forced, 'command'),
      ...layers,
      fileSettings(input),
      ownSettings(input.defaults, 'default'),
    ],
    kcl,
  );
  const { chosen } = merged;
  if (input.kinesisOnly === true) followKinesis(chosen);
  problems.push(...merged.problems);
  const warnings = [...misspeltVariables(env, input.otherVariables ?? []), ...merged.warnings];
  const { profile, named: namedProfile, jvmOptions } = credentials;
  placeRegion(chosen, { env, profile: profiles.get(profile), profileName: profile }, problems);
  addDefaults({ chosen, warnings, problems }, input.machine);
  warnings.push(...missingClasses(chosen, input.hasClass));
  problems.push(...findContradictions(chosen, warnings), ...checkNames(chosen, input.namesRequired));
  const proxy = proxyForJava(env, !input.isLocal && !isLocalOnly(chosen), problems);
  addRoleRegion(chosen);
  const [first, ...others] = problems;
  if (first) throw problemsError([first, ...others]);
  return {
    kcl,
    ...summarize(chosen),
    warnings,
    profile,
    namedProfile,
    jvmOptions,
    proxyOptions: proxy.jvmOptions,
    env: proxy.env,
  };
}

function followKinesis(chosen: Map<string, ChosenSetting>): void {
  const endpoint = chosen.get('kinesisEndpoint');
  if (endpoint) chosen.set('dynamoDBEndpoint', endpoint);
  else chosen.delete('dynamoDBEndpoint');
}

function ownSettings(settings: PropertySettings, source: 'command' | 'default'): Setting[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [ownSetting(key, value, { source })],
  );
}

function fileSettings({ file }: CollectInput): Setting[] {
  if (!file) return [];
  return file.properties.map(({ key, value, line }) =>
    fileSetting(key, value, { source: 'file', file: file.name, line }),
  );
}
