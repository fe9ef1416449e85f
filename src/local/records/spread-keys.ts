import { createHash } from 'node:crypto';
import type { PredictedShard } from '../seed-application.js';

const KEYS_PER_SHARD = 4;

/**
 * Partition keys that go round the shards: call it once for each record that has none. Kinesis sends a record to the
 * shard whose range holds the MD5 of its key, so keys are tried until each shard has a few of its own.
 */
export function spreadKeys(shards: readonly PredictedShard[]): () => string {
  const ranges = shards.map(({ endingHashKey }) => BigInt(endingHashKey));
  const found = shards.map((): string[] => []);
  let missing = KEYS_PER_SHARD * shards.length;
  for (let candidate = 0; missing > 0; candidate += 1) {
    const key = `key-${candidate}`;
    const hash = hashKey(key);
    const keys = found[ranges.findIndex((end) => hash <= end)];
    if (!keys || keys.length === KEYS_PER_SHARD) continue;
    keys.push(key);
    missing -= 1;
  }
  let turn = 0;
  return () => {
    const keys = found[turn % found.length];
    const key = keys?.[Math.floor(turn / found.length) % KEYS_PER_SHARD] ?? `key-${turn}`;
    turn += 1;
    return key;
  };
}

function hashKey(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`);
}
