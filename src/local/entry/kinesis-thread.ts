/**
 * kinesis-local, in a thread of its own: evaluating its 9 MB takes most of a second, in which DynamoDB must answer.
 *
 * The package has no interface but its environment variables, and binds every address of the machine (measured on
 * 0.6.2). So `listen` is replaced in this thread before the package is loaded: its plain server takes over a socket
 * that is already bound to 127.0.0.1, its TLS server gets one that nobody is told of.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, Server, type AddressInfo, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { giveOneAtLeast } from './give-one-at-least.js';
import { hashOnce } from './hash-once.js';
import { loopback } from './loopback.js';

/** Posted to the parent thread when the port is bound. */
export interface KinesisPort {
  readonly port: number;
}

/** Given as `workerData`. The rest is in the thread's environment. */
export interface KinesisThreadData {
  readonly port: number;
  /** What the package believes to be its plain port, so that its two servers can be told apart. */
  readonly plainPort: number;
}

const { port, plainPort } = workerData as KinesisThreadData;

/** Clients that came before Kinesis could answer. Options as the package's own server has them. */
const waiting: Socket[] = [];
const early = createServer({ pauseOnConnect: true, allowHalfOpen: true });
const hold = (socket: Socket): number => waiting.push(socket);
early.on('connection', hold);

const listen = Reflect.get(Server.prototype, 'listen') as (this: Server, ...args: unknown[]) => Server;

early.once('listening', () => {
  Server.prototype.listen = listenOnLoopback as typeof Server.prototype.listen;
  const bound: KinesisPort = { port: (early.address() as AddressInfo).port };
  parentPort?.postMessage(bound);
  load(createRequire(import.meta.url));
});
early.listen(port, loopback);

function listenOnLoopback(this: Server, wanted: unknown, ...rest: unknown[]): Server {
  const listening = rest.filter((argument) => typeof argument === 'function');
  if (wanted !== plainPort) return listen.call(this, 0, loopback, ...listening);
  this.prependListener('connection', keepAddresses);
  this.once('listening', () => {
    early.off('connection', hold);
    for (const socket of waiting.splice(0)) this.emit('connection', socket);
  });
  return listen.call(this, early, ...listening);
}

/**
 * The package (fs2) asks a new connection for its addresses, and takes no more connections when there are none: a client that
 * was killed meanwhile has left none.
 */
function keepAddresses(socket: Socket): void {
  const { remoteAddress = loopback, remotePort = 0, localAddress = loopback, localPort = 0 } = socket;
  for (const [name, value] of Object.entries({ remoteAddress, remotePort, localAddress, localPort })) {
    Object.defineProperty(socket, name, { value });
  }
}

/** Loads the package as `require` would, but for two changes to its text. */
function load(require: NodeJS.Require): void {
  const file = require.resolve('kinesis-local');
  const source = readFileSync(file, 'utf8').replace(/^#!.*/, '');
  const main = compileFunction(giveOneAtLeast(hashOnce(source)), ['require', 'exports', 'module'], {
    filename: file,
  });
  const module = { exports: {} };
  main.call(module.exports, createRequire(dirname(file) + '/'), module.exports, module);
}
