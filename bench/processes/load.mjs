// Plays the daemon for many shards: each gets a batch in turn, at the same rate whatever serves it.
import { setTimeout as sleep } from 'node:timers/promises';
import { batchOf } from '../processor/feed.mjs';

export const records = 20;
export const bytes = 1024;
const batch = batchOf(records, bytes);

/**
 * @param {{ call(line: Buffer): Promise<string> }[]} shards
 * @param {{ batchesPerSecond: number, seconds: number }} load over all shards
 * @returns milliseconds from the start of writing each batch until its status
 */
export async function feed(shards, { batchesPerSecond, seconds }) {
  const everyMs = (shards.length / batchesPerSecond) * 1000;
  const count = Math.max(1, Math.round((seconds * 1000) / everyMs));
  const from = performance.now();
  const latencies = await Promise.all(
    shards.map(async (shard, at) => {
      const own = [];
      // The phases are spread, and the same in each round and for each of those that are compared.
      const phase = (at * 0.618_034) % 1;
      for (let batchNumber = 0; batchNumber < count; batchNumber++) {
        await sleep(from + (batchNumber + phase) * everyMs - performance.now());
        const before = performance.now();
        const answer = await shard.call(batch.line);
        own.push(performance.now() - before);
        if (JSON.parse(answer).responseFor !== 'processRecords') throw new Error(`unexpected: ${answer}`);
      }
      return own;
    }),
  );
  return { latencies: latencies.flat(), bytes: count * shards.length * batch.bytes };
}
