import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { jsonClient } from '../json-call.js';
import { addLeaseOwnerIndex } from '../../kcl/create-table.js';
import type { SeedRequest, StartMessage } from '../stack-messages.js';
import { loopback } from './loopback.js';

type Dynalite = (options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }) => Server;
type Action = (store: unknown, body: unknown, done: unknown) => void;

const require = createRequire(import.meta.url);

/** Starts dynalite, in memory, and seeds it. Resolves with its port. */
export async function startDynamodb({ dynamodbPort, seed }: StartMessage): Promise<number> {
  patchCreateTable();
  const dynalite = require('dynalite') as Dynalite;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(dynamodbPort, loopback, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await apply(seed, port);
  return port;
}

/**
 * The daemon creates its lease table first and adds an index to it afterwards, which dynalite 4 cannot do to a table
 * that is there. So every lease table gets the index when it is created, and the daemon finds nothing to add.
 */
function patchCreateTable(): void {
  const path = require.resolve('dynalite/actions/createTable');
  // not by `require`: a hook of the user's that sees every module (require-in-the-middle) would keep what it has seen
  const { _load: load } = require('node:module') as { readonly _load: (path: string) => unknown };
  const createTable = load(path) as Action;
  const patched: Action = (store, body, done) => createTable(store, addLeaseOwnerIndex(body), done);
  const loaded = require.cache[path];
  if (loaded) loaded.exports = patched;
}

/** Tables first, then their items, each group at once. */
async function apply(seed: readonly SeedRequest[], port: number): Promise<void> {
  const dynamodb = jsonClient(`http://${loopback}:${port}`);
  try {
    for (const operation of ['CreateTable', 'PutItem'] as const) {
      const group = seed.filter((one) => one.operation === operation);
      await Promise.all(group.map(({ body }) => dynamodb.call(`DynamoDB_20120810.${operation}`, body)));
    }
  } finally {
    dynamodb.close();
  }
}
