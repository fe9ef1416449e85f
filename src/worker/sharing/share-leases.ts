import type { Cause } from '../../kcl/causes/cause.js';
import type { WorkerEvents } from '../event-bus.js';
import type { LogSink } from '../observers/log-sink.js';
import type { Shards } from '../observers/shards.js';
import type { WorkerSettings } from '../settings.js';
import type { QuickStart } from './quick-start.js';
import { createHandBack } from './hand-back.js';
import { watchForLostWorkers } from './lost-workers.js';

export interface SharingParts {
  readonly events: WorkerEvents;
  readonly log: LogSink;
  readonly shards: Pick<Shards, 'ended'>;
  readonly quickStart: QuickStart | undefined;
  /** Aborted when the worker is to stop. */
  readonly stop: AbortSignal;
}

/**
 * Takes part, as far as the settings ask for it, in who reads which shard: when java starts, takes leases that nobody
 * holds; while java runs, gives the leases of lost workers to those that live; when the worker stops, passes its own on.
 *
 * @returns to be awaited when java has ended for good; never rejects
 */
export function shareLeases(settings: WorkerSettings, parts: SharingParts): () => Promise<void> {
  const endStart = parts.quickStart && claimAtTheStart(parts.quickStart, parts);
  const endWatch = settings.takeOver ? lookForLostWorkers(settings, parts) : undefined;
  const handBack = settings.handBack ? handBackAtTheStop(settings, parts) : undefined;
  return async () => {
    await endStart?.();
    await endWatch?.();
    await handBack?.();
  };
}

function claimAtTheStart(quickStart: QuickStart, { events, log }: SharingParts) {
  let ending: Promise<void> | undefined;
  const claim = async (): Promise<void> => {
    const count = await quickStart.claim();
    if (count > 0) log.say('info', `took ${count === 1 ? '1 lease' : `${count} leases`} that no worker held`);
  };
  events.subscribe('the quick start', {
    schedulerInitialising: () => void claim(),
    ended: () => {
      ending = quickStart.end();
    },
  });
  return () => ending;
}

function lookForLostWorkers(settings: WorkerSettings, { events, log, stop }: SharingParts) {
  let ended = new AbortController();
  let watching: Promise<void> | undefined;
  // What is wrong with credentials java says by itself; it may have others.
  const onCause = (cause: Cause): void => {
    if (cause.code !== 'CREDENTIALS_MISSING') events.emit({ type: 'awsProblem', cause });
  };
  events.subscribe('the watch for lost workers', {
    started() {
      ended = new AbortController();
      const until = AbortSignal.any([stop, ended.signal]);
      const reported = settings.processor.kind === 'file';
      watching = watchForLostWorkers(settings, { events, log, reported, until, onCause });
    },
    ended: () => ended.abort(),
  });
  return () => watching;
}

function handBackAtTheStop(settings: WorkerSettings, { events, log, shards, stop }: SharingParts) {
  const started = settings.processor.kind === 'file' ? new Set<string>() : undefined;
  const handBack = createHandBack(settings, { events, log, startedShards: () => started });
  const lookForEnd = (): void => {
    if (stop.aborted && shards.ended) handBack.processorsEnded();
  };
  stop.addEventListener('abort', () => handBack.begin(), { once: true });
  events.subscribe('handing back', {
    shardInitialised: ({ shardId }) => void started?.add(shardId),
    shardEnded: lookForEnd,
    processorFailed: lookForEnd,
  });
  return () => handBack.finish();
}
