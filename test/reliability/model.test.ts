import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { Fleet, pace, type Variant } from './model/fleet.js';
import { rank } from '../../src/leases/ranking.js';
import { tables } from './model/kcl-worker.js';
import type { Item } from './model/memory-tables.js';
import { trial } from './model/trials.js';

const seeds = full ? 3_000 : 100;
const some = full ? 60 : 4;

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
  }, 3_600_000);
});

/** Seeds whose trials once showed a fault. */
describe('a worker', () => {
  it('is not lost by a lease that the leader moved on before it had found it', async () => {
    expect((await trial(639)).violations).toEqual([]);
  });

  it('that has reported again keeps the lock, though its leases were taken when it could not renew them', async () => {
    expect((await trial(245)).violations).toEqual([]);
  });
});

describe('workers that start together', () => {
  it('read every shard within seconds, and share them evenly', async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const { fleet, readMs } = await together(seed);
      expect(readMs, `seed ${seed}`).toBeLessThanOrEqual(5_000);
      const loads = fleet.alive.map(({ owned }) => owned.size);
      expect(Math.max(...loads) - Math.min(...loads), `seed ${seed}`).toBeLessThanOrEqual(1);
      expect(fleet.violations).toEqual([]);
    }
  });

  it('keep what they have taken, and the model notices if not', async () => {
    const seen: string[] = [];
    for (let seed = 1; seed <= 60; seed++)
      seen.push(...(await together(seed, { client: startsAlone })).fleet.violations);
    expect(seen.find((one) => /taken from \w+, which lives/.test(one))).toBeDefined();
  });
});

describe('the model notices', () => {
  interface Broken {
    readonly variant: Variant;
    readonly notices: RegExp;
    /** @default joins */
    readonly happens?: typeof joins;
  }
  const broken: Record<string, Broken> = {
    'that a lease is taken which its worker has not found yet': {
      variant: { pace: { assignEveryMs: (-2 / 3) * pace.failoverMs } },
      notices: /taken from \w+, which lives/,
    },
    'that a report names a lease which its worker has not found yet': {
      variant: { namesWhatItIsGiven: true },
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
    'that a worker gives a shard away which it still processes': {
      variant: { hasty: true },
      notices: /given away while it is processed/,
      happens: stops,
    },
    'that a worker which stops deletes the lock of another one': {
      variant: { client: whateverIsThere('DeleteItemCommand') },
      notices: /deleted what \w+ has, which lives/,
      happens: stops,
    },
    'that a worker which stops gives away what is not its own any more': {
      variant: { client: whateverIsThere('UpdateItemCommand') },
      notices: /taken from \w+, which lives/,
      happens: async (seed, variant) => (await trial(seed, variant)).violations,
    },
  };
  it.each(Object.entries(broken))('%s', async (_name, { variant, notices, happens = joins }) => {
    const seen: string[] = [];
    for (let seed = 1; seed <= 60 && !seen.some((one) => notices.test(one)); seed++)
      seen.push(...(await happens(seed, variant)));
    expect(seen.find((one) => notices.test(one))).toBeDefined();
  });

  it('nothing of that when nothing is wrong', async () => {
    for (let seed = 1; seed <= 20; seed++)
      expect([...(await joins(seed)), ...(await stops(seed))]).toEqual([]);
  });

  it('that nobody takes the place of deputies that are lost', async () => {
    const variant: Variant = { client: alwaysSeesRenewals };
    const fleet = await running({ seed: 3, shards: 20, variant }, 'abcdefghi'.split(''));
    await fleet.time.runUntil(fleet.time.now + 300_000);
    const lost = rank('abcdefghi', []).owners.slice(0, 2);
    for (const id of lost) fleet.workers.get(id)?.crash();
    expect(await untilTaken(fleet, lost)).toBeGreaterThan(4 * pace.failoverMs);
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

  it('are read by one that starts under another name, when the only worker was killed', async () => {
    const longest = 2.5 * pace.failoverMs + 6_000;
    for (let seed = 1; seed <= seeds; seed++) {
      const fleet = new Fleet({ seed, shards: 1 + (seed % 12), staleMs: 500, claims: true });
      const first = fleet.start('a');
      expect(await fleet.untilRead(60_000)).toBeLessThan(5_000);
      await fleet.time.runUntil(fleet.time.now + 3_000 + 60_000 * fleet.random());
      first.crash();
      await fleet.time.runUntil(fleet.time.now + 3_000 * fleet.random());
      fleet.start('b', 'kcl-ts', (fleet.random() - 0.5) * 8_000);
      // The last second and a half go by until a processor has started and read a record; two are to spare.
      expect(await fleet.untilRead(300_000), `seed ${seed}`).toBeLessThan(longest - 3_500);
      expect(fleet.violations).toEqual([]);
    }
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

describe('the leases of deputies that are lost at once', () => {
  const F = pace.failoverMs;
  /**
   * For one, two, three and four of them. Without the KCL's leader it were 2 F and 5 F for two and three: after 2 F and more
   * it may give a lost worker its leases again, which looks like a renewal, and does so until its report is a minute old.
   */
  const bounds = [(5 / 3) * F, 3 * F, 8 * F, 10 * F];

  it.each(bounds.map((boundMs, index) => [index + 1, boundMs / F] as const))(
    'are taken over by those who come after them: of %i after %f times failoverTimeMillis at the most',
    async (count, bound) => {
      for (let seed = 1; seed <= some; seed++) {
        const fleet = await running({ seed, shards: 20, staleMs: 200 }, 'abcdefghi'.split(''));
        const lost = rank('abcdefghi', []).owners.slice(0, count);
        await fleet.time.runUntil(fleet.time.now + 300_000);
        for (const id of lost) fleet.workers.get(id)?.crash();
        // Reading and writing takes a moment.
        expect(await untilTaken(fleet, lost)).toBeLessThan(bound * F + 500);
        expect(fleet.violations).toEqual([]);
      }
    },
  );

  it('are taken over as soon when most of those that rank before are workers of the stock KCL', async () => {
    for (let seed = 1; seed <= some; seed++) {
      const order = rank('abcdefgh', []).owners;
      const fleet = await running({ seed, shards: 16, staleMs: 200 }, order, (id) =>
        order.indexOf(id) < 5 ? 'stock' : 'kcl-ts',
      );
      const lost = [order[seed % 8] ?? ''];
      fleet.workers.get(lost[0] ?? '')?.crash();
      expect(await untilTaken(fleet, lost)).toBeLessThan((5 / 3) * F + 500);
      expect(fleet.violations).toEqual([]);
    }
  });
});

describe('workers that are all stopped together', () => {
  it('leave no lease under their names, nor a report or the lock', async () => {
    for (let seed = 1; seed <= (full ? 500 : 10); seed++) {
      const fleet = await stopped(seed);
      expect(bearing(fleet)).toEqual([]);
      expect(fleet.violations).toEqual([]);
    }
  });

  it('would leave them, were they to count as alive until they have ended', async () => {
    const left: string[] = [];
    for (let seed = 1; seed <= 10; seed++) left.push(...bearing(await stopped(seed, { counted: true })));
    expect(left.length).toBeGreaterThan(0);
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

/** One to three workers, with a new application's leases. */
async function together(seed: number, variant: Variant = {}): Promise<{ fleet: Fleet; readMs: number }> {
  const fleet = new Fleet({ seed, shards: 1 + (seed % 12), staleMs: 500, claims: true, variant });
  for (const id of ['a', 'b', 'c'].slice(0, 1 + (seed % 3)))
    fleet.start(id, 'kcl-ts', (fleet.random() - 0.5) * 8_000);
  return { fleet, readMs: await fleet.untilRead(60_000) };
}

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

/** One of three workers stops soon after another one has started. What may not happen. */
async function stops(seed: number, variant: Variant = {}): Promise<readonly string[]> {
  const fleet = await running({ seed, shards: 8, staleMs: 500, variant }, ['a', 'b', 'c']);
  fleet.start('d');
  await fleet.time.runUntil(fleet.time.now + 30_000 * fleet.random());
  const stop = fleet.workers.get('abc'[seed % 3] ?? '')?.stop();
  await fleet.time.runUntil(fleet.time.now + 20_000);
  await stop;
  return fleet.violations;
}

async function running(
  options: ConstructorParameters<typeof Fleet>[0],
  workers: readonly string[],
  kindOf: (id: string) => 'kcl-ts' | 'stock' = () => 'kcl-ts',
): Promise<Fleet> {
  const fleet = new Fleet(options);
  for (const id of workers) {
    fleet.start(id, kindOf(id));
    // Nobody's periods are in step with another's.
    await fleet.time.runUntil(fleet.time.now + fleet.random() * pace.assignEveryMs);
  }
  expect(await fleet.untilRead(120_000)).toBeLessThan(120_000);
  await fleet.time.runUntil(fleet.time.now + 100_000);
  return fleet;
}

/** Until no lease bears the name of one of them. */
async function untilTaken(fleet: Fleet, lost: readonly string[]): Promise<number> {
  const startMs = fleet.time.now;
  while (lost.some((id) => leasesOf(fleet, id) > 0)) {
    if (fleet.time.now - startMs > 300_000) return Infinity;
    await fleet.time.runUntil(fleet.time.now + 50);
  }
  return fleet.time.now - startMs;
}

function throttleLeases(fleet: Fleet, ms: number): void {
  fleet.refuse(
    'throttle',
    ms,
    ({ operation, table }) => table === tables.lease && operation === 'UpdateItem',
    'ProvisionedThroughputExceededException',
  );
}

/** Three workers with eight shards that were stopped together, and have ended. */
async function stopped(seed: number, variant: Variant = {}): Promise<Fleet> {
  const fleet = await running({ seed, shards: 8, staleMs: 500, variant }, ['a', 'b', 'c']);
  // The leases go before their worker has ended: nobody may count on its renewals.
  for (const { id } of fleet.alive) fleet.trouble(id, fleet.time.now + 60_000);
  const stops = fleet.alive.map((worker) => worker.stop());
  await fleet.time.runUntil(fleet.time.now + 20_000);
  await Promise.all(stops);
  return fleet;
}

/** What still bears the name of a worker. */
function bearing({ database }: Fleet): string[] {
  const leases = database.items(tables.lease).flatMap(({ leaseOwner }) => leaseOwner?.S ?? []);
  const reports = database.items(tables.workerMetrics).flatMap(({ wid }) => wid?.S ?? []);
  const locks = database.items(tables.coordinatorState).flatMap(({ ownerName }) => ownerName?.S ?? []);
  return [
    ...leases.map((worker) => `a lease of ${worker}`),
    ...reports.map((worker) => `the report of ${worker}`),
    ...locks.map((worker) => `the lock of ${worker}`),
  ];
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

/** A client that sees no others start, and takes what was free whoever has taken it meanwhile. */
function startsAlone(client: DynamoDBClient): DynamoDBClient {
  const careless = changing((input) =>
    String(input['ConditionExpression']).includes('attribute_not_exists(leaseOwner)')
      ? { ...input, ConditionExpression: 'attribute_exists(leaseKey)' }
      : input,
  )(client);
  const send = async (command: { input: Input }): Promise<unknown> => {
    const answer = await careless.send(command as unknown as Parameters<DynamoDBClient['send']>[0]);
    if (command.constructor.name !== 'ScanCommand') return answer;
    const { Items: items = [] } = answer as { Items?: Item[] };
    return { Items: items.filter(({ key }) => key?.S?.startsWith('kcl-ts starting') !== true) };
  };
  return { send } as unknown as DynamoDBClient;
}

function alsoRemoves(attribute: string): (client: DynamoDBClient) => DynamoDBClient {
  return changing((input) => ({
    ...input,
    UpdateExpression: `${String(input['UpdateExpression'])} REMOVE ${attribute}`,
  }));
}

/** A client to which a single lease that it reads always looks renewed. */
function alwaysSeesRenewals(client: DynamoDBClient): DynamoDBClient {
  let reads = 0;
  const send = async (command: { input: Input }): Promise<unknown> => {
    const answer = await client.send(command as unknown as Parameters<DynamoDBClient['send']>[0]);
    const { Item: item } = answer as { Item?: Item };
    if (item?.['leaseCounter'] === undefined || command.constructor.name !== 'GetItemCommand') return answer;
    reads += 1_000;
    return { Item: { ...item, leaseCounter: { N: String(Number(item['leaseCounter'].N) + reads) } } };
  };
  return { send } as unknown as DynamoDBClient;
}

/** A client that deletes or passes on what it is to, whoever has it by then. */
function whateverIsThere(name: string): (client: DynamoDBClient) => DynamoDBClient {
  return changing(({ ConditionExpression, ...input }) => {
    const isOwner = /(owner|leaseOwner|ownerName|wid)\b/.test(String(ConditionExpression));
    return isOwner ? input : { ...input, ConditionExpression };
  }, name);
}

type Input = Readonly<Record<string, unknown>>;

function changing(
  change: (input: Input) => Input,
  name = 'UpdateItemCommand',
): (client: DynamoDBClient) => DynamoDBClient {
  return (client) => {
    const send = (command: { input: Input }): unknown => {
      if (command.constructor.name === name) command.input = change(command.input);
      return client.send(command as unknown as Parameters<DynamoDBClient['send']>[0]);
    };
    return { send } as unknown as DynamoDBClient;
  };
}
