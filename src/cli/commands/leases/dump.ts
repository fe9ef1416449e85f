import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../context.js';
import { KclTsError, messageOf } from '../../../errors.js';
import type { Row } from '../../../leases/edit/edit.js';
import type { AwsTarget } from '../../flags/aws.js';

/** A file with the leases of an application as they were at one moment. */
export interface LeaseDump {
  readonly table: string;
  readonly region: string;
  readonly time: string;
  /** In DynamoDB's own JSON. */
  readonly leases: readonly Row[];
}

/**
 * Writes all leases to a file, which must not be there yet.
 *
 * @returns its name as the user would write it
 * @throws KclTsError TARGET_NOT_EMPTY
 */
export async function writeDump(
  dynamodb: DynamoDBClient,
  { collected, dynamodb: { region } }: AwsTarget,
  file: string | undefined,
  { cwd }: Pick<Context, 'cwd'>,
): Promise<string> {
  const { leaseRows } = await import('../../../leases/edit/lease-rows.js');
  const time = new Date().toISOString();
  const name = file ?? `${collected.tables.lease}-leases-${time.replaceAll(/[:.]/g, '-')}.json`;
  const rows = await leaseRows(dynamodb, collected.tables.lease);
  const dump: LeaseDump = {
    table: collected.tables.lease,
    region,
    time,
    leases: [...rows.values()],
  };
  try {
    await writeFile(resolve(cwd, name), `${JSON.stringify(dump, undefined, 2)}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (cause) {
    throw new KclTsError('TARGET_NOT_EMPTY', `cannot keep the leases in ${name}: ${messageOf(cause)}`, {
      hint: 'name a new file with --dump, or add --no-dump',
      cause,
    });
  }
  return name;
}

/**
 * Reads such a file.
 *
 * @throws KclTsError CONFIG_FILE
 */
export async function readDump(file: string, { cwd }: Pick<Context, 'cwd'>): Promise<LeaseDump> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (cause) {
    throw new KclTsError('CONFIG_FILE', `cannot read the leases in ${file}: ${messageOf(cause)}`, { cause });
  }
  if (isDump(value)) return value;
  throw new KclTsError('CONFIG_FILE', `${file} does not hold the leases of an application`, {
    hint: 'give a file that kcl-ts leases reset, release or restore has written',
  });
}

function isDump(value: unknown): value is LeaseDump {
  if (typeof value !== 'object' || value === null) return false;
  if (!('table' in value) || typeof value.table !== 'string') return false;
  if (!('leases' in value) || !Array.isArray(value.leases)) return false;
  return value.leases.every(
    (row: unknown) =>
      typeof row === 'object' && row !== null && hasText(row, 'leaseKey') && hasText(row, 'checkpoint'),
  );
}

function hasText(row: object, attribute: string): boolean {
  const value = (row as Readonly<Record<string, unknown>>)[attribute];
  return typeof value === 'object' && value !== null && 'S' in value && typeof value.S === 'string';
}
