import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { jsonClient } from '../json-call.js';
import { addLeaseOwnerIndex } from '../../kcl/create-table.js';
import type { SeedRequest, StartMessage } from '../stack-messages.js';
import { loopback } from './loopback.js';

type Dynalite = (options: {
  createTableMs: number;
  deleteTableMs: number;
  updateTableMs: number;
}) => HttpServer;
type Action = (store: unknown, body: unknown, done: unknown) => void;

const require = createRequire(import.meta.url);

export interface RunningDynamodb {
  readonly port: number;
  /** Resolves when it answers and is seeded. */
  readonly ready: Promise<void>;
}

/**
 * Starts dynalite, in memory, and seeds it. Resolves when its port takes connections, which then wait: java takes longer to
 * start than dynalite to load.
 */
export async function startDynamodb({ dynamodbPort, seed }: StartMessage): Promise<RunningDynamodb> {
  // Options as node's own HTTP servers have them.
  const early = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true });
  const waiting: Socket[] = [];
  const hold = (socket: Socket): number => waiting.push(socket);
  early.on('connection', hold);
  const port = await listening(early, dynamodbPort);
  const serve = async (): Promise<void> => {
    patchCreateTable();
    const dynalite = require('dynalite') as Dynalite;
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    server.on('request', outliveClient);
    // A port that only the seed is told of, so that nobody comes before it.
    await apply(seed, await listening(server, 0));
    const accept = (socket: Socket): void => {
      server.emit('connection', socket);
      socket.resume();
    };
    early.off('connection', hold).on('connection', accept);
    for (const socket of waiting.splice(0)) accept(socket);
  };
  return { port, ready: serve() };
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, loopback, resolve);
  });
  return (server.address() as AddressInfo).port;
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

/** dynalite 4 throws what befalls a request: a client that was killed in the middle of one would end the server. */
function outliveClient(request: IncomingMessage): void {
  request.removeAllListeners('error').on('error', () => undefined);
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
