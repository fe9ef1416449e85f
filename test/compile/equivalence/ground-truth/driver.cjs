/* global __filename */
// Plays the daemon for one record, in plain node: `node --require driver.cjs <processor>`; by `--import` where the project
// has such preloads too, which come first.
'use strict';
const { Buffer } = require('node:buffer');
const process = require('node:process');
const { setImmediate, setInterval } = require('node:timers');
const { isMainThread } = require('node:worker_threads');
const { pathToFileURL } = require('node:url');

if (isMainThread) {
  // what the processor forks is none of this
  process.execArgv.splice(process.execArgv.indexOf(__filename) - 1, 2);
  // as its input does with a processor that the daemon has started
  setInterval(() => undefined, 2 ** 30);
  setImmediate(() => drive(process.argv[1]));
}

async function drive(file) {
  // the same instance as the one that node runs
  const { default: exported } = await import(pathToFileURL(file).href);
  const source = exported?.__esModule ? exported.default : exported;
  const shard = { shardId: 'shardId-000000000000' };
  const isClass = typeof source === 'function' && source.prototype?.processRecords !== undefined;
  const processor = typeof source !== 'function' ? source : isClass ? new source(shard) : await source(shard);
  const data = Buffer.from('hello');
  const record = { data, text: () => data.toString(), partitionKey: 'key-0' };
  const checkpointer = { checkpoint: async () => undefined };
  await processor.initialize?.({ ...shard, sequenceNumber: 'TRIM_HORIZON' });
  await processor.processRecords({ records: [record], checkpointer });
  await processor.shutdownRequested?.({ checkpointer });
  await processor.leaseLost?.({});
  process.exit(0);
}
