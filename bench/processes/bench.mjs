// node bench/processes/bench.mjs [--rounds n] [--seconds n] [--all] [shards …]: what shards cost with few processes, with one
// each, and with aws-kcl, in turn. Without --all, only up to 64 shards have processes of their own: 256 want some 12 GB.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { feed, records } from './load.mjs';
import { modes } from './modes.mjs';
import { printTable } from './table.mjs';
import { startShard } from './shard.mjs';
import { cpuOf, memoryOf, withDescendants } from './usage.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    all: { type: 'boolean', default: false },
  },
});
const counts = (positionals.length > 0 ? positionals : ['4', '16', '64', '256']).map(Number);
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const batchesPerSecond = 200;
/** How long nothing happens before the memory is read. */
const restMs = 1_000;
/** How many start at a time: as many as the machine has cores gain nothing from more. */
const startsAtOnce = 4;

const runs = new Map();
for (let round = 0; round < rounds; round++) {
  for (const count of counts) {
    for (const mode of Object.keys(modes)) {
      if (mode !== 'auto' && count > 64 && !values.all) continue;
      const key = JSON.stringify([count, mode]);
      runs.set(key, [...(runs.get(key) ?? []), await measure(mode, count)]);
      console.error(`round ${round + 1} of ${rounds}: ${count} shards, ${mode}`);
    }
  }
}
console.log(
  `${batchesPerSecond * records} records of 1 KB a second over all shards, in batches of ${records}`,
);
printTable([...runs].map(([key, results]) => [...JSON.parse(key), results]));

async function measure(mode, count) {
  const server = await modes[mode]();
  const shards = [];
  try {
    const ids = Array.from({ length: count }, (_, at) => `shardId-${String(at).padStart(12, '0')}`);
    while (ids.length > 0) {
      const some = ids.splice(0, startsAtOnce);
      const { program, folder } = server;
      shards.push(...(await Promise.all(some.map((shardId) => startShard({ ...program, folder, shardId })))));
    }
    const warm = await feed(shards, { batchesPerSecond, seconds: 1 });
    await sleep(restMs);
    const pids = withDescendants([...shards.map(({ pid }) => pid), ...server.pids()]);
    const memory = memoryOf(pids);
    const before = cpuOf(pids);
    const { latencies, bytes } = await feed(shards, { batchesPerSecond, seconds });
    const cpu = (cpuOf(pids) - before) / ((latencies.length * records) / 1e5);
    const said = await Promise.all(shards.map((shard) => shard.end()));
    said.push(await server.close());
    const handled = [...said.join('').matchAll(/^(\d+) bytes$/gm)].reduce(
      (sum, [, own]) => sum + Number(own),
      0,
    );
    if (handled !== warm.bytes + bytes)
      throw new Error(`expected ${warm.bytes + bytes} bytes with ${mode}, got ${handled}`);
    latencies.sort((a, b) => a - b);
    const quantile = (part) => latencies[Math.floor(latencies.length * part)];
    return { ...memory, cpu, p50: quantile(0.5), p99: quantile(0.99) };
  } catch (error) {
    for (const shard of shards) shard.kill();
    await server.close();
    throw error;
  }
}
