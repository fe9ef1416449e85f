// Plays the daemon for one record, in plain node: `node driver.mjs <processor>`.
import { pathToFileURL } from 'node:url';

// as its input does with a processor that the daemon has started
setInterval(() => undefined, 2 ** 30);
const [file] = process.argv.splice(2, 1);
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
