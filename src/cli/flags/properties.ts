import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAbsolute, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { variableNames } from './variables.js';
import type { Context } from '../../context.js';
import { KclTsError, messageOf, systemCode } from '../../errors.js';
import { collect, type CollectInput } from '../../properties/collect.js';
import type { CollectedProperties } from '../../properties/collected.js';
import { decodeProperties } from '../../properties/read/decode.js';
import { propertyOptions } from '../../properties/table/flags.js';
import { readSharedFiles } from '../../properties/credentials/shared-files.js';
import type { OptionValues } from '../../properties/read/sources.js';
import type { PropertySettings } from '../../properties/table/index.js';
import { readLockFile } from '../../maven/lock/lock-file.js';
import { classFinder, classPathEntries } from './class-path.js';
import { lockFileInUse } from './jars.js';

export type { CollectedProperties } from '../../properties/collected.js';
export type { PropertySettings } from '../../properties/table/index.js';

export interface CollectExtra {
  /** The command of the child process; wins over a properties file. */
  readonly executableName?: string;
  /** Weaker than what the user gives. */
  readonly defaults?: PropertySettings;
  /** Stronger than what the user gives. */
  readonly forced?: PropertySettings;
  /** Whether stream and application must be named; true unless said otherwise. */
  readonly namesRequired?: boolean;
  /** Whether the embedded services of `--local` will be called, and no proxy is wanted; false unless said otherwise. */
  readonly isLocal?: boolean;
  /** Whether a command calls Kinesis alone, and it does not matter where DynamoDB is; false unless said otherwise. */
  readonly kinesisOnly?: boolean;
}

/** Adds the flags of the KCL's keys: the usual ones, then the others by group. */
export function addPropertyOptions(command: Command): Command {
  const usual = propertyOptions.filter((option) => option.usual);
  const others = propertyOptions.filter((option) => !option.usual);
  for (const { flag, summary, group, usual: isUsual, repeatable } of [...usual, ...others]) {
    const option = new Option(flag, summary).helpGroup(isUsual ? 'Usual options:' : `${group}:`);
    if (repeatable) option.argParser(appendTo);
    command.addOption(option);
  }
  return command;
}

function appendTo(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/**
 * The properties for one run: flags, then `KCL_TS_*` variables, then `--properties FILE`, then defaults.
 *
 * @param options what commander parsed, with other options of the command among them
 * @throws KclTsError CONFIG_INVALID with everything that is wrong, CONFIG_FILE for the file itself,
 * CREDENTIALS_MISSING if all that is wrong is that there is no region, LOCK_INVALID
 */
export async function collectProperties(
  options: Readonly<Record<string, unknown>>,
  context: Pick<Context, 'env' | 'cwd' | 'homedir'>,
  extra: CollectExtra = {},
): Promise<CollectedProperties> {
  const flags = givenFlags(options);
  const file = flags.get('--properties')?.at(-1) ?? context.env['KCL_TS_PROPERTIES'];
  const { executableName } = extra;
  const { jarsLock } = options;
  const lockFile = lockFileInUse(typeof jarsLock === 'string' ? { jarsLock } : {}, context);
  return collect({
    kcl: (await readLockFile(lockFile)).kcl,
    flags,
    env: context.env,
    ...(file ? { file: readPropertiesFile(file, context) } : {}),
    forced: { ...extra.forced, ...(executableName === undefined ? {} : { executableName }) },
    defaults: extra.defaults ?? {},
    namesRequired: extra.namesRequired ?? true,
    isLocal: extra.isLocal ?? false,
    kinesisOnly: extra.kinesisOnly ?? false,
    machine: { hostname: hostname(), pid: process.pid, uuid: randomUUID() },
    profiles: await readSharedFiles(context),
    otherVariables: [...variableNames()],
    hasClass: classFinder(classPathEntries(listOf(options['classpath']), context)),
  });
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function givenFlags(options: Readonly<Record<string, unknown>>): OptionValues {
  const values = new Map<string, readonly string[]>();
  for (const { name, flag } of propertyOptions) {
    const given = options[new Option(flag).attributeName()];
    // commander gives a --no- flag that is absent the value true
    if (given === undefined || (given === true && flag.startsWith('--no-'))) continue;
    values.set(name, (Array.isArray(given) ? given : [given]).map(String));
  }
  return values;
}

function readPropertiesFile(file: string, { cwd }: Pick<Context, 'cwd'>): NonNullable<CollectInput['file']> {
  const path = resolve(cwd, file);
  const name = isAbsolute(file) ? file : relative(cwd, path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const why = systemCode(cause) === 'ENOENT' ? 'it does not exist' : messageOf(cause);
    throw new KclTsError('CONFIG_FILE', `cannot read the properties file ${name}: ${why}`, {
      hint: `--properties takes the path of a properties file of the KCL, relative to ${cwd}`,
      cause,
    });
  }
  try {
    return { name, properties: decodeProperties(bytes) };
  } catch (cause) {
    throw new KclTsError('CONFIG_FILE', `the properties file ${name} is damaged: ${messageOf(cause)}`, {
      cause,
    });
  }
}
