import { expect, it } from 'vitest';
import { checkShards } from '../../src/local/check-shards.js';
import { embeddedStack } from '../support/embedded-stack.js';

it('accepts the shards that leases were seeded for, and no others', async () => {
  const stack = await embeddedStack({ shards: 3 });
  await checkShards(stack.kinesisEndpoint, { name: 'words', shards: 3 });
  await expect(checkShards(stack.kinesisEndpoint, { name: 'words', shards: 4 })).rejects.toMatchObject({
    code: 'LOCAL_UNAVAILABLE',
    message: expect.stringContaining('expected shardId-000000000000') as string,
  });
});
