import { KclTsError } from '../errors.js';
import { jsonClient } from './json-call.js';
import { predictShards } from './seed-application.js';
import type { LocalStream } from './stack-messages.js';

/** Makes sure that a stream has the shards that leases were seeded for, which another kinesis-local might not make. */
export async function checkShards(kinesisEndpoint: string, { name, shards }: LocalStream): Promise<void> {
  const kinesis = jsonClient(kinesisEndpoint);
  try {
    const answer = await kinesis.call('Kinesis_20131202.ListShards', { StreamName: name });
    const made = shardIds(answer);
    const expected = predictShards(shards).map(({ shardId }) => shardId);
    if (made.join() === expected.join()) return;
    throw new KclTsError(
      'LOCAL_UNAVAILABLE',
      `kinesis-local made the shards ${made.join(', ') || '(none)'}, expected ${expected.join(', ')}`,
      { hint: 'npm ls kinesis-local: 0.6.2 is known to work' },
    );
  } finally {
    kinesis.close();
  }
}

/** The first page, of up to 1,000 shards: more than the embedded stream can have. */
function shardIds(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null || !('Shards' in answer)) return [];
  const { Shards: shards } = answer;
  return Array.isArray(shards) ? shards.map((shard: { ShardId?: string }) => shard.ShardId ?? '').sort() : [];
}
