import { InvalidArgumentError, Option, type Command } from 'commander';
import { KclTsError } from '../../errors.js';
import { localProperties } from '../../local/local-properties.js';
import type { PropertySettings } from '../../properties/table/index.js';
import type { LocalChoice } from '../../worker/settings.js';

/**
 * Two shards: the least with which a first run shows that each shard has a processor of its own, and that order holds
 * within a shard only. Each further one costs a process.
 */
export const defaultShards = 2;

/** More than a machine can run processors for. */
const MAX_SHARDS = 500;

/** The settings of a run on the embedded servers, weaker than what the user gives. */
export const localDefaults: PropertySettings = {
  ...localProperties,
  // Any will do; without one the AWS SDK refuses to start.
  regionName: 'us-east-1',
};

export function addLocalOptions(command: Command): Command {
  return command
    .optionsGroup('On this machine:')
    .option('--local', 'use an embedded Kinesis and DynamoDB instead of AWS; their data is gone at the end')
    .addOption(
      new Option(
        '--shards <n>',
        `number of shards of the embedded stream (default: ${defaultShards})`,
      ).argParser(parseShards),
    )
    .option(
      '--records <file>',
      'put the records of this file into the embedded stream: one per line, or JSON lines with data and partitionKey; - for stdin',
    );
}

/**
 * What the flags say, or undefined for a run against AWS.
 *
 * @throws KclTsError USAGE for a flag that needs --local
 */
export function localChoice(options: Readonly<Record<string, unknown>>): LocalChoice | undefined {
  const { local, shards, records } = options;
  if (local !== true) {
    const alone = shards !== undefined ? '--shards' : records !== undefined ? '--records' : undefined;
    if (alone === undefined) return undefined;
    throw new KclTsError('USAGE', `${alone} was given without --local, expected both`, {
      hint: 'it is for the embedded stream: add --local, or leave it out',
    });
  }
  return {
    shards: typeof shards === 'number' ? shards : defaultShards,
    records: typeof records === 'string' ? records : undefined,
    quickDispatch: true,
  };
}

export function parseShards(value: string): number {
  const shards = Number(value);
  if (/^\d+$/.test(value) && shards >= 1 && shards <= MAX_SHARDS) return shards;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_SHARDS}.`);
}
