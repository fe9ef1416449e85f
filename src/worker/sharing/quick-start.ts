import { within } from '../../child/within.js';
import { messageOf } from '../../errors.js';
import { planTables } from '../../kcl/plan-tables.js';
import { startPosition } from '../../kcl/start-position.js';
import { isFree } from '../../leases/choose-share.js';
import { claimShare, giveUpClaims } from '../../leases/claim.js';
import type { Lease } from '../../leases/list-leases.js';
import { lookAtStart } from '../../leases/look-at-start.js';
import { announceStart, withdrawStart } from '../../leases/starters.js';
import { awsClients } from '../aws-clients.js';
import type { WorkerSettings } from '../settings.js';
import { sharingOf } from './index.js';

/** Java waits no longer than this for the answer whether there are tables: it takes a second to want them itself. */
const ANSWER_MS = 250;

/** Nor longer than this until they are made: it would look every ten seconds. */
const MAKING_MS = 30_000;

/** Nobody waits longer than this for a worker that ends. */
const GIVING_BACK_MS = 3_000;

/** For so long after it took its leases a worker is one of those that start: until then it has not reported to the others. */
const STARTED_MS = 10_000;

export type QuickStartSettings = Pick<
  WorkerSettings,
  'aws' | 'region' | 'workerId' | 'properties' | 'stream'
>;

export interface QuickStartParts {
  /** Nothing is begun any more once it is aborted. */
  readonly stop: AbortSignal;
  /** Told what was left to the KCL, and why: a permission may be missing. */
  readonly onLeft: (message: string) => void;
}

/**
 * Does before java what the KCL (3.1.3) takes one to two minutes for: makes the tables and the first leases of a new
 * application, and takes this worker's share of the leases that nobody holds. Where it may not, or does not know how, the
 * KCL does it. None of it ends a worker.
 */
export interface QuickStart {
  /** Begins to look, while java is prepared. */
  begin(): void;
  /** Resolves when java may start: at once, unless tables are being made. */
  readyForJava(): Promise<void>;
  /** To be called when java is about to read its leases. Resolves to how many it will find that nobody held. */
  claim(): Promise<number>;
  /** To be called when java has ended. What it was to read and never did is given back. */
  end(): Promise<void>;
}

export function createQuickStart(
  settings: QuickStartSettings,
  { stop, onLeft }: QuickStartParts,
): QuickStart {
  let start: Start | undefined;
  let earlier: Promise<void> | undefined;
  const current = (): Start => (start ??= beginStart(settings, stop, onLeft));
  return {
    begin: () => void current(),
    async readyForJava() {
      await earlier;
      await current().ready();
    },
    claim: () => current().claim(),
    async end() {
      earlier = start?.end();
      start = undefined;
      await earlier;
    },
  };
}

interface Start {
  ready(): Promise<void>;
  claim(): Promise<number>;
  end(): Promise<void>;
}

/** One start of java. */
function beginStart(
  settings: QuickStartSettings,
  stop: AbortSignal,
  onLeft: QuickStartParts['onLeft'],
): Start {
  const { aws, workerId, properties } = settings;
  const ended = new AbortController();
  const signal = AbortSignal.any([stop, ended.signal]);
  const { dynamodb, kinesis, close } = awsClients(settings);
  let isMaking = false;
  let isAnnounced = false;
  let claiming: Promise<readonly Lease[]> | undefined;
  let withdrawal: NodeJS.Timeout | undefined;
  const tell = (error: unknown): void => onLeft(`the start is left to the KCL: ${messageOf(error)}`);
  const leave = (error: unknown): void => {
    if (!signal.aborted) tell(error);
  };

  const look = async (): Promise<readonly Lease[] | undefined> => {
    const leases = await lookAtStart({
      dynamodb: await dynamodb(),
      kinesis,
      table: aws.tables.lease,
      stream: { name: settings.stream, arn: properties.get('streamArn') },
      from: startPosition(properties),
      plans: planTables(aws.tables, properties),
      onMaking: () => (isMaking = true),
      signal,
    });
    if (!leases?.some(isFree) || signal.aborted) return undefined;
    await announceStart(await dynamodb(), aws.tables.coordinatorState, workerId, Date.now());
    isAnnounced = true;
    return leases;
  };
  const looking = look().catch((error: unknown) => {
    leave(error);
    return undefined;
  });
  const withdraw = async (): Promise<void> => {
    clearTimeout(withdrawal);
    if (!isAnnounced) return;
    isAnnounced = false;
    await withdrawStart(await dynamodb(), aws.tables.coordinatorState, workerId).catch(tell);
  };
  const claim = async (): Promise<readonly Lease[]> => {
    const seen = await looking;
    if (seen === undefined || signal.aborted) return [];
    const { leases, failures } = await claimShare(seen, {
      ...sharingOf(settings),
      dynamodb: await dynamodb(),
      tables: aws.tables,
      workerId,
      startsAs3x: /^(?:CLIENT_VERSION_CONFIG_3X)?$/.test(properties.get('clientVersionConfig') ?? ''),
      wallClockMs: Date.now(),
    });
    if (failures[0] !== undefined) leave(failures[0]);
    withdrawal = setTimeout(() => void withdraw(), STARTED_MS).unref();
    return leases;
  };

  const giveBack = async (): Promise<void> => {
    await looking;
    const leases = (await claiming) ?? [];
    if (leases.length > 0) await giveUpClaims(leases, { dynamodb: await dynamodb(), tables: aws.tables });
    await withdraw();
  };

  return {
    async ready() {
      await within(ANSWER_MS, looking, stop);
      if (isMaking) await within(MAKING_MS, looking, stop);
    },
    async claim() {
      claiming ??= claim().catch((error: unknown) => {
        leave(error);
        return [];
      });
      return (await claiming).length;
    },
    async end() {
      ended.abort();
      await within(GIVING_BACK_MS, giveBack().catch(leave));
      await close();
    },
  };
}
