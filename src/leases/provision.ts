import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { explained } from '../aws/aws-error.js';
import { KclTsError } from '../errors.js';
import { firstLeases, listRows, writeLeases, type FreshApplication } from './initial-leases.js';

export interface ProvisionedLeases {
  readonly created: number;
  /** Those that were there before. */
  readonly existing: number;
}

/**
 * Makes the first leases of an application, before any worker of it has run. Once a worker has, nothing is written: the
 * KCL then makes the leases of new shards, and a lease that it has cleaned up must not come back. What an interrupted
 * run has left out is made up for.
 *
 * Needs kinesis:ListShards, and dynamodb:Scan and dynamodb:PutItem on the lease table.
 *
 * @throws KclTsError AWS_REFUSED, also while the stream is being resharded, AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function provisionLeases(application: FreshApplication): Promise<ProvisionedLeases> {
  const { dynamodb, table, stream } = application;
  for (;;) {
    const there = await explained(`read the table ${table}`, listRows(dynamodb, table));
    if (!there.every(isUntouched)) return { created: 0, existing: there.length };
    const rows = await explained(`list the shards of ${stream.name}`, firstLeases(application));
    if (rows === undefined) throw resharding(stream.name);
    const keys = new Set(there.map(({ leaseKey }) => leaseKey?.S));
    const missing = rows.filter(({ leaseKey }) => !keys.has(leaseKey.S));
    const written = await explained(`write to the table ${table}`, writeLeases(dynamodb, table, missing));
    if (written) return { created: missing.length, existing: there.length };
    // Somebody else made some of them meanwhile.
    application.signal.throwIfAborted();
  }
}

/** Made, and never given to a worker. */
function isUntouched({
  leaseOwner,
  checkpointOwner,
  leaseCounter,
  checkpoint,
}: Record<string, AttributeValue>): boolean {
  return (
    leaseOwner === undefined &&
    checkpointOwner === undefined &&
    leaseCounter?.N === '0' &&
    /^(TRIM_HORIZON|LATEST|AT_TIMESTAMP)$/.test(checkpoint?.S ?? '')
  );
}

function resharding(stream: string): KclTsError {
  return new KclTsError(
    'AWS_REFUSED',
    `the shards of the stream '${stream}' leave partition keys out, or overlap: it is being resharded`,
    { hint: 'wait until its status is ACTIVE, then try again' },
  );
}
