import { dynamodbClient, kinesisClient } from '../../aws/clients.js';
import { listLeases } from '../../leases/list-leases.js';
import { createRenewalWatch, isCaughtUp } from '../../leases/caught-up.js';
import { listShards } from '../../aws/shards.js';
import type { AwsSettings } from '../aws-settings.js';
import type { WorkerSettings } from '../settings.js';

/** Asks Kinesis and the lease table whether the shards that have caught up are all there is to wait for. */
export interface CaughtUpCheck {
  /** @throws what the AWS SDK throws; it may be asked again */
  confirm(caughtUp: ReadonlySet<string>): Promise<boolean>;
  /** Closes the connections to AWS. */
  end(): void;
}

export function createCaughtUpCheck(
  { stream, workerId, aws }: Pick<WorkerSettings, 'stream' | 'workerId' | 'aws'>,
  where: AwsSettings,
): CaughtUpCheck {
  const renewedByOthers = createRenewalWatch(workerId);
  // Made with the first question: loading the SDK takes time from java's start.
  let clients: Promise<Clients> | undefined;
  return {
    async confirm(caughtUp) {
      const { kinesis, dynamodb } = await (clients ??= connect(where));
      const [shards, leases] = await Promise.all([
        listShards(kinesis, stream),
        listLeases(dynamodb, aws.tables.lease),
      ]);
      return isCaughtUp({ shards, leases, caughtUp, elsewhere: renewedByOthers(leases) });
    },
    end() {
      clients?.then(
        ({ kinesis, dynamodb }) => {
          kinesis.destroy();
          dynamodb.destroy();
        },
        () => undefined, // whoever asked was told
      );
    },
  };
}

type Clients = Awaited<ReturnType<typeof connect>>;

async function connect(where: AwsSettings) {
  const [kinesis, dynamodb] = await Promise.all([
    kinesisClient(where.kinesis),
    dynamodbClient(where.dynamodb),
  ]);
  return { kinesis, dynamodb };
}
