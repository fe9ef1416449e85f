import { createRequire } from 'node:module';

export interface UserRecord {
  readonly partitionKey: string;
  readonly data: string;
}

export interface Encoded {
  readonly partitionKey: string;
  readonly data: Buffer;
}

/** The part of the package that is used here; its own types need the AWS SDK of before. */
interface Aggregation {
  aggregate(
    records: readonly UserRecord[],
    onEncoded: (encoded: Encoded, done: () => void) => void,
    onEnd: () => void,
    onError: (error: Error) => void,
  ): void;
}

const { aggregate } = createRequire(import.meta.url)('aws-kinesis-agg') as Aggregation;
/** One Kinesis record that holds several, as the Kinesis Producer Library writes it. */
export function aggregated(records: readonly UserRecord[]): Promise<Encoded> {
  return new Promise((resolve, reject) => {
    let result: Encoded | undefined;
    aggregate(
      // it replaces the data of what it is given
      records.map((record) => ({ ...record })),
      (encoded, done) => {
        result = encoded;
        done();
      },
      () => (result ? resolve(result) : reject(new Error('nothing was aggregated'))),
      reject,
    );
  });
}
