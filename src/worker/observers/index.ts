import type { LocalStack } from '../../local/start-local-stack.js';
import { counted } from '../../ui/counted.js';
import type { LiveTerminal } from '../../ui/screen/live-terminal.js';
import type { AwsSettings } from '../aws-settings.js';
import type { WorkerEvents } from '../event-bus.js';
import { ownCause } from '../own-cause.js';
import type { WorkerSettings } from '../settings.js';
import { createBoard, type Board } from './board.js';
import { watchUntilCaughtUp } from './caught-up.js';
import { noticeCaughtUp } from './caught-up-notice.js';
import { logEvents } from './log.js';
import type { LogSink } from './log-sink.js';
import { createCaughtUpCheck } from './confirm-caught-up.js';
import { createReadyFile } from './ready-file.js';
import { startServers } from './servers.js';
import { showPage } from './show-page.js';
import { createShards, type Shards } from './shards.js';
import { watchStart } from './start-watch.js';
import { watchTroubles, type Troubles } from './troubles.js';
import { watchLocalStack, watchStream, type StreamQuestions } from './watch-stream.js';

/** Those who watch a run, from its start to its end, whichever java it has. */
export interface Observers {
  readonly shards: Shards;
  readonly troubles: Troubles;
  /** Aborted, with the error to end with, when there is no point in going on. */
  readonly inVain: AbortSignal;
  /** Aborted when a worker that runs until it has caught up has nothing left to read. */
  readonly finished: AbortSignal;
  end(): Promise<void>;
}

export interface ObserverParts {
  readonly events: WorkerEvents;
  readonly log: LogSink;
  readonly local: LocalStack | undefined;
  readonly stream: StreamQuestions;
  readonly aws: AwsSettings;
  /** Aborted when the user asks the worker to stop. */
  readonly stop: AbortSignal;
}

/**
 * Makes those that the settings ask for. Those who keep what is known subscribe first.
 *
 * @throws KclTsError CONFIG_INVALID when a port or the ready file cannot be had
 */
export async function startObservers(settings: WorkerSettings, parts: ObserverParts): Promise<Observers> {
  const { events, log, local, stop } = parts;
  const { untilCaughtUp, processor } = settings;
  const shards = createShards(events);
  const board = settings.page || settings.view ? createBoard(events, namesOf(settings)) : undefined;
  const troubles = watchTroubles(events, {
    isReading: (inTrouble) =>
      shards.isReading({ but: inTrouble, untilCaughtUp, reported: processor.kind === 'file' }),
  });
  logEvents(events, log, { isProgram: processor.kind === 'command' });
  watchStart(events);
  local?.ready.then(
    (count) => log.say('info', `${counted(count, 'record')} put into ${settings.stream}`),
    () => undefined, // it ends the worker
  );
  const broken = local ? watchLocalStack(local) : watchStream(settings, events, parts.stream);
  const removeReadyFile = keepReadyFile(settings, events);
  const servers = await startServers(settings, { events, log, shards });
  const page = board && settings.page && (await showPage(settings.page, { events, log, board }));
  // Whoever runs until it has caught up ends then, and need not be told.
  const complete = recordsToDeliver(settings, local);
  const end = untilCaughtUp ? endWhenCaughtUp(settings, { ...parts, shards, complete }) : undefined;
  if (!end) noticeCaughtUp({ events, shards, complete, stop });
  const endView = board && settings.view && (await showOnTerminal(settings.view, board, log));
  return {
    shards,
    troubles,
    inVain: AbortSignal.any([broken, troubles.lasting]),
    finished: end?.finished ?? new AbortController().signal,
    async end() {
      endView?.();
      removeReadyFile?.();
      end?.stop();
      await page?.close();
      await servers.close();
    },
  };
}

async function showOnTerminal(view: LiveTerminal, board: Board, log: LogSink): Promise<() => void> {
  const { showView } = await import('./view/index.js');
  return showView(board, view, log);
}

function keepReadyFile(
  { readyFile, atExit }: Pick<WorkerSettings, 'readyFile' | 'atExit'>,
  events: WorkerEvents,
): (() => void) | undefined {
  if (readyFile === undefined) return undefined;
  const file = createReadyFile(readyFile, events);
  const forget = atExit(() => file.remove());
  return () => {
    file.remove();
    forget();
  };
}

function namesOf({ workerId, stream, application }: WorkerSettings) {
  return { workerId, stream, application };
}

interface CaughtUpParts extends Pick<ObserverParts, 'events' | 'local' | 'aws'> {
  readonly shards: Shards;
  readonly complete: Promise<number>;
}

function endWhenCaughtUp(settings: WorkerSettings, { events, aws, shards, complete }: CaughtUpParts) {
  const finished = new AbortController();
  const caughtUpCheck = createCaughtUpCheck(settings, aws);
  const watch = watchUntilCaughtUp({
    events,
    shards,
    complete,
    confirm: (caughtUp) => caughtUpCheck.confirm(caughtUp),
    // Without an answer the run would never end: nothing else that is read makes up for it.
    onError: (error) => {
      const cause = ownCause(error, 'tell whether all is read');
      events.emit({ type: 'awsProblem', cause, stopsAll: true });
    },
    onDone: () => finished.abort(),
  });
  return {
    finished: finished.signal,
    stop() {
      watch.end();
      caughtUpCheck.end();
    },
  };
}

/** Only what is put by this run, and read from the start, is known to be delivered in full. */
function recordsToDeliver({ properties }: WorkerSettings, local: LocalStack | undefined): Promise<number> {
  const fromStart = properties.get('initialPositionInStream') === 'TRIM_HORIZON';
  return local && fromStart ? local.ready : Promise.resolve(0);
}
