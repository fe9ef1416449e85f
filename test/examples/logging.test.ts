import { expect, it, onTestFinished, vi } from 'vitest';
import Readings from '../../examples/logging/processor.js';
import { simulateShard } from 'kcl-ts/testing';

it('the logging example says which sensor is too hot, and which record is no reading', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  await simulateShard(Readings, {
    records: ['{"celsius":61}', '{"celsius":20}', 'warm'].map((data, at) => ({
      data,
      partitionKey: `s-${at}`,
    })),
  });
  const lines = write.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  expect(lines).toMatchObject([
    {
      level: 'warn',
      shard: 'shardId-000000000000',
      message: 'too hot',
      fields: { sensor: 's-0', celsius: 61 },
    },
    {
      ...{ level: 'error', message: 'not a reading', fields: { sensor: 's-2' } },
      error: { name: 'SyntaxError' },
    },
  ]);
});
