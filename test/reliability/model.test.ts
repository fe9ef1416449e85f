import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { Fleet, pace, type Variant } from './model/fleet.js';
import { tables } from './model/kcl-worker.js';
import { trial } from './model/trials.js';

const seeds = full ? 3_000 : 100;

/** What the KCL itself needs when nobody but the leader's lock can help: it holds for two minutes. */
const KCL_BOUND_MS = 180_000;

describe('workers that take over from each other, beside the KCL’s own rules', () => {
  it('take nothing from a worker that lives, keep each row as it was, and leave no shard unread', async () => {
    const trials = [];
    for (let seed = 1; seed <= seeds; seed++) trials.push(await trial(seed));
    expect(trials.flatMap(({ seed, violations }) => violations.map((one) => `seed ${seed}: ${one}`))).toEqual(
      [],
    );
    expect(trials.filter(({ readAfterMs }) => readAfterMs > KCL_BOUND_MS).map(({ seed }) => seed)).toEqual(
      [],
    );
    const takes = trials.reduce((sum, { takes: some }) => sum + some, 0);
    expect(takes).toBeGreaterThan(seeds);
    const sorted = trials.map(({ readAfterMs }) => readAfterMs / 1000).sort((a, b) => a - b);
    printFigures('Model', {
      'runs of 5 minutes': seeds,
      'leases taken over': takes,
      'read again after the last trouble, s (median, longest)': `${sorted[seeds >> 1] ?? 0}, ${sorted.at(-1) ?? 0}`,
    });
  }, 1_200_000);
});

describe('the model notices', () => {
  const broken: Record<string, { readonly variant: Variant; readonly notices: RegExp }> = {
    'that a lease is taken which its worker has not found yet': {
      variant: { pace: { assignEveryMs: (-2 / 3) * pace.failoverMs } },
      notices: /taken from \w+, which lives/,
    },
    'that a checkpoint is written': {
      variant: { client: alsoSets('checkpoint = :zero', '0') },
      notices: /the checkpoint went back|checkpoint was changed/,
    },
    'that an attribute is lost': {
      variant: { client: alsoRemoves('parentShardId') },
      notices: /parentShardId was changed/,
    },
  };
  it.each(Object.entries(broken))('%s', async (_name, { variant, notices }) => {
    const seen: string[] = [];
    for (let seed = 1; seed <= 60 && !seen.some((one) => notices.test(one)); seed++)
      seen.push(...(await joins(seed, variant)));
    expect(seen.find((one) => notices.test(one))).toBeDefined();
  });

  it('nothing of that when nothing is wrong', async () => {
    for (let seed = 1; seed <= 20; seed++) expect(await joins(seed)).toEqual([]);
  });

  it('that a shard is not read again in time', async () => {
    const fleet = await running({ seed: 7, shards: 4 }, ['a', 'b']);
    fleet.refuse('denied', Infinity, ({ actor }) => actor.endsWith('/kcl-ts'), 'AccessDeniedException');
    fleet.workers.get('a')?.crash();
    expect(await fleet.untilRead(35_000)).toBe(Infinity);
  });
});

describe('the shards of a worker that is lost', () => {
  it('are read by the others within two and a half times failoverTimeMillis and one look for new leases', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const fleet = await running({ seed, shards: 9, staleMs: 500 }, ['a', 'b', 'c']);
      fleet.workers.get('abc'[seed % 3] ?? '')?.crash();
      expect(await fleet.untilRead(300_000)).toBeLessThan(2.5 * pace.failoverMs + pace.assignEveryMs / 2);
      expect(fleet.violations).toEqual([]);
    }
  });

  it('are read by a worker that had none, when the only one that had any is lost', async () => {
    const fleet = await running({ seed: 12, shards: 1, staleMs: 500 }, ['a', 'b']);
    const [reader] = fleet.alive.filter(({ owned }) => owned.size > 0);
    reader?.crash();
    expect(await fleet.untilRead(300_000)).toBeLessThan(2.5 * pace.failoverMs + pace.assignEveryMs / 2);
  });

  it('do not go to another one that was lost before, and had none', async () => {
    const fleet = await running({ seed: 13, shards: 2, staleMs: 500 }, ['a', 'b', 'c', 'd']);
    const [first, second] = [
      fleet.alive.filter(({ owned }) => owned.size === 0),
      fleet.alive.filter(({ owned }) => owned.size > 0),
    ];
    first[0]?.crash();
    second[0]?.crash();
    expect(await fleet.untilRead(300_000)).toBeLessThan(2.5 * pace.failoverMs + pace.assignEveryMs / 2);
  });

  it('do not all go to the one that had none when DynamoDB took no writes for a while', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const fleet = await running({ seed, shards: 6 }, ['a', 'b', 'c']);
      fleet.start('late');
      // It counts as alive by then, and the leader has given it nothing yet.
      await fleet.time.runUntil(fleet.time.now + 1_000);
      throttleLeases(fleet, 2 * pace.failoverMs + 1_000 * seed);
      let most = 0;
      for (let second = 0; second < 60; second++) {
        await fleet.time.runUntil(fleet.time.now + 1_000);
        most = Math.max(most, leasesOf(fleet, 'late'));
      }
      expect(most).toBeLessThanOrEqual(3);
    }
  });
});

describe('the lock of a leader that is lost', () => {
  it('goes after two heartbeats when it held no lease, where the KCL waits for two minutes', async () => {
    const fleet = await running({ seed: 16, shards: 1 }, ['a', 'b', 'c']);
    const leader = leaderOf(fleet);
    await fleet.time.runUntil(fleet.time.now + 1);
    const worker = fleet.workers.get(leader);
    if ((worker?.owned.size ?? 0) > 0) {
      // Its lease goes to another worker first, as a person could move it.
      const [heir] = fleet.alive.filter(({ id }) => id !== leader);
      moveLeases(fleet, leader, heir?.id ?? '');
      await fleet.time.runUntil(fleet.time.now + pace.assignEveryMs);
    }
    worker?.crash();
    const startMs = fleet.time.now;
    while (leaderOf(fleet) === leader && fleet.time.now - startMs < 200_000)
      await fleet.time.runUntil(fleet.time.now + 1_000);
    expect(fleet.time.now - startMs).toBeLessThan(100_000);
    expect(fleet.violations).toEqual([]);
  });
});

/** Five workers, one after another, join two that have all leases, and one of them crashes. What may not happen. */
async function joins(seed: number, variant: Variant = {}): Promise<readonly string[]> {
  const fleet = await running({ seed, shards: 4, staleMs: 500, variant }, ['a', 'b']);
  for (const id of ['c', 'd', 'e', 'f', 'g']) {
    fleet.start(id);
    await fleet.time.runUntil(fleet.time.now + 40_000 + 20_000 * fleet.random());
  }
  fleet.workers.get('a')?.crash();
  await fleet.time.runUntil(fleet.time.now + 60_000);
  return fleet.violations;
}

async function running(
  options: ConstructorParameters<typeof Fleet>[0],
  workers: readonly string[],
): Promise<Fleet> {
  const fleet = new Fleet(options);
  for (const id of workers) {
    fleet.start(id);
    // Nobody's periods are in step with another's.
    await fleet.time.runUntil(fleet.time.now + fleet.random() * pace.assignEveryMs);
  }
  expect(await fleet.untilRead(120_000)).toBeLessThan(120_000);
  await fleet.time.runUntil(fleet.time.now + 100_000);
  return fleet;
}

function throttleLeases(fleet: Fleet, ms: number): void {
  fleet.refuse(
    'throttle',
    ms,
    ({ operation, table }) => table === tables.lease && operation === 'UpdateItem',
    'ProvisionedThroughputExceededException',
  );
}

function leaderOf(fleet: Fleet): string {
  const lock = fleet.database.items(tables.coordinatorState).find(({ key }) => key?.S === 'Leader');
  return lock?.['ownerName']?.S ?? '';
}

function leasesOf(fleet: Fleet, id: string): number {
  return fleet.database.items(tables.lease).filter(({ leaseOwner }) => leaseOwner?.S === id).length;
}

function moveLeases(fleet: Fleet, from: string, to: string): void {
  for (const item of fleet.database.items(tables.lease)) {
    if (item['leaseOwner']?.S !== from) continue;
    const counter = { N: String(Number(item['leaseCounter']?.N) + 1) };
    fleet.database.put(tables.lease, { ...item, leaseOwner: { S: to }, leaseCounter: counter });
  }
}

/** A client whose assignments write more than they should. */
function alsoSets(clause: string, value: string): (client: DynamoDBClient) => DynamoDBClient {
  return changing((input) => ({
    ...input,
    UpdateExpression: `${String(input['UpdateExpression'])} SET ${clause}`,
    ExpressionAttributeValues: { ...(input['ExpressionAttributeValues'] as object), ':zero': { S: value } },
  }));
}

function alsoRemoves(attribute: string): (client: DynamoDBClient) => DynamoDBClient {
  return changing((input) => ({
    ...input,
    UpdateExpression: `${String(input['UpdateExpression'])} REMOVE ${attribute}`,
  }));
}

type Input = Readonly<Record<string, unknown>>;

function changing(change: (input: Input) => Input): (client: DynamoDBClient) => DynamoDBClient {
  return (client) => {
    const send = (command: { input: Input }): unknown => {
      if (command.constructor.name === 'UpdateItemCommand') command.input = change(command.input);
      return client.send(command as unknown as Parameters<DynamoDBClient['send']>[0]);
    };
    return { send } as unknown as DynamoDBClient;
  };
}
