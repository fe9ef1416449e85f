import { describe, expect, it } from 'vitest';
import { putRecords } from '../../../src/local/records/put-records.js';

interface Request {
  readonly Records: readonly { readonly Data: string }[];
}

const batch = ['a', 'b', 'c'].map((data) => ({ data: Buffer.from(data), partitionKey: data }));
const refused = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };

describe('records put', () => {
  it('again if they were refused, and no others', async () => {
    const calls: string[][] = [];
    const answers = [{ Records: [{}, refused, refused] }, { Records: [refused, {}] }, { Records: [{}] }];
    await putRecords(
      {
        call: async (_target, body) => {
          const { Records } = body as Request;
          calls.push(Records.map(({ Data }) => Buffer.from(Data, 'base64').toString()));
          return answers.shift();
        },
      },
      'words',
      batch,
    );
    expect(calls).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b']]);
  });

  it('fail with the answer if it is none', async () => {
    await expect(putRecords({ call: async () => ({ oops: 1 }) }, 'words', batch)).rejects.toMatchObject({
      code: 'LOCAL_UNAVAILABLE',
      message: 'the embedded Kinesis answered {"oops":1}',
    });
  });
});
