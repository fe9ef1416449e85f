import { Fleet, type Variant } from './fleet.js';
import { tables } from './kcl-worker.js';

export interface Trial {
  readonly seed: number;
  readonly violations: readonly string[];
  /** From the last trouble until every shard was read, in milliseconds. */
  readonly readAfterMs: number;
  readonly takes: number;
  /** What happened, for who looks into a violation. */
  readonly story: readonly string[];
}

/** Four minutes of an application in which workers come, stop, crash, hang and are cut off, and then peace. */
export async function trial(seed: number, variant: Variant = {}): Promise<Trial> {
  const fleet = new Fleet({ seed, shards: 2 + (seed % 9), variant, staleMs: 1_000, claims: true });
  const { time, random } = fleet;
  const story: string[] = [];
  let started = 0;
  const start = (): void => {
    const kind = random() < 0.25 ? 'stock' : 'kcl-ts';
    const id = `w${++started}`;
    fleet.start(id, kind, (random() - 0.5) * 8_000);
    story.push(`${Math.round(time.now)} ${id} (${kind}) starts`);
  };
  const one = (): string | undefined => fleet.staying[Math.floor(random() * fleet.staying.length)]?.id;
  for (let count = 0; count < 2 + (seed % 4); count++) {
    start();
    await time.runUntil(time.now + random() * 20_000);
  }
  await time.runUntil(20_000 + random() * 40_000);
  while (time.now < 240_000) {
    const id = one();
    const ms = 2_000 + random() * 30_000;
    const event = Math.floor(random() * eventNames.length);
    story.push(`${Math.round(time.now)} ${eventNames[event] ?? ''} ${id ?? ''} ${Math.round(ms)}`);
    if (event === 0 || id === undefined) start();
    else happen(fleet, { event, id, ms });
    // As when it is deployed again.
    if (fleet.staying.length === 0 && random() < 0.5) for (let count = 0; count < 2; count++) start();
    const [newest] = [...fleet.workers.keys()].slice(-1);
    if (newest !== undefined && random() < 0.1) fleet.crashAfter(newest, 1 + Math.floor(random() * 12));
    await time.runUntil(time.now + random() * 30_000);
  }
  fleet.crashNoMore();
  if (fleet.staying.length === 0) start();
  await time.runUntil(time.now + 32_000);
  const readAfterMs = await fleet.untilRead(400_000);
  await time.runUntil(time.now + 60_000);
  return { seed, violations: fleet.violations, readAfterMs, takes: fleet.takes, story };
}

const eventNames = [
  'start',
  'crash',
  'pause',
  'cut off',
  'throttle all',
  'deny',
  'slow reads',
  'stop',
  'stop and crash',
  'stop all',
  'stop all and crash',
];

interface Happening {
  readonly event: number;
  readonly id: string;
  readonly ms: number;
}

function happen(fleet: Fleet, { event, id, ms }: Happening): void {
  const { time } = fleet;
  const worker = fleet.workers.get(id);
  const untilMs = time.now + ms;
  const own = (actor: string): boolean => actor === id || actor === `${id}/kcl-ts`;
  switch (event) {
    case 1:
      worker?.crash();
      return;
    case 2:
      fleet.trouble(id, untilMs);
      void worker?.pause(ms);
      return;
    case 3:
      fleet.trouble(id, untilMs);
      fleet.refuse(`cut ${id}`, ms, ({ actor }) => own(actor), 'TimeoutError');
      return;
    case 4:
      for (const { id: each } of fleet.alive) fleet.trouble(each, untilMs);
      fleet.refuse(
        'throttle',
        ms,
        ({ operation, table }) => table === tables.lease && operation === 'UpdateItem',
        'ProvisionedThroughputExceededException',
      );
      return;
    case 5:
      fleet.refuse(
        `deny ${id}`,
        Infinity,
        ({ actor, operation }) =>
          actor === `${id}/kcl-ts` &&
          operation === ['UpdateItem', 'DeleteItem', 'GetItem'][Math.floor(ms) % 3],
        'AccessDeniedException',
      );
      return;
    case 6:
      fleet.trouble(id, untilMs);
      fleet.obstacles.set(`slow ${id}`, ({ actor }) =>
        own(actor) && time.now < untilMs ? time.sleep(500 + fleet.random() * 2_500) : undefined,
      );
      return;
    case 8:
    case 10:
      // Between any two of its writes.
      fleet.crashAfter(id, 1 + (Math.floor(ms) % 10));
  }
  const leaving = event > 8 ? fleet.staying : [worker];
  for (const one of leaving) void one?.stop().catch(() => undefined);
}
