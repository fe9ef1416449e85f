import { expect, it } from 'vitest';
import { fromAwsKcl } from '../../../src/processor/aws-kcl/from-aws-kcl.js';
import type { InitializeInput } from '../../../src/processor/record-processor.js';

const done = (_: unknown, complete: () => void): void => complete();

const start = (shardId: string): InitializeInput => ({
  shardId,
  sequenceNumber: 'TRIM_HORIZON',
  subSequenceNumber: 0,
  signal: new AbortController().signal,
});

it('serves one shard, and no other beside it', async () => {
  const processor = fromAwsKcl({ initialize: done, processRecords: done, shutdown: done });
  await processor.initialize?.(start('shardId-000000000000'));
  // an attempt that is made again
  await processor.initialize?.(start('shardId-000000000000'));
  await expect(processor.initialize?.(start('shardId-000000000001'))).rejects.toThrow(
    'a processor of aws-kcl serves one shard in a process: run it without --processes, got shardId-000000000001 beside shardId-000000000000',
  );
});
