import { packageVersion } from '../../../version.js';
import type { WorkerEvents } from '../../event-bus.js';
import type { Board } from '../board.js';
import type { BoardSnapshot } from '../board-snapshot.js';
import { listen } from '../http.js';
import type { LogSink } from '../log-sink.js';
import { createAnswer } from './answer.js';
import { EventStreams } from './event-streams.js';
import { inUrl } from './guard.js';
import { historyPoint } from './history.js';
import { keptLine } from './kept-line.js';
import type { HistoryPoint, PageState, RecentLine, RecentRecord } from './page-state.js';
import { Recent } from './recent.js';

export { isLoopback } from './guard.js';

export interface PageOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
  readonly events: Pick<WorkerEvents, 'subscribe'>;
  readonly board: Board;
  readonly log: Pick<LogSink, 'onEvent'>;
}

export interface Page {
  /** Where a browser finds it. */
  readonly address: string;
  close(): Promise<void>;
}

/** Five minutes of points. */
const mostPoints = 300;
const mostRecords = 300;
const mostLines = 500;
const everyMs = 1000;

/** A page may be open in so many places; each costs a message a second. */
const mostStreams = 32;
const patienceMs = 30_000;

/**
 * Serves the live view of a worker as a web page.
 *
 * @throws KclTsError CONFIG_INVALID when the port cannot be had
 */
export async function servePage({ port, host, events, board, log }: PageOptions): Promise<Page> {
  const points = new Recent<HistoryPoint>(mostPoints);
  const records = new Recent<RecentRecord>(mostRecords);
  const lines = new Recent<RecentLine>(mostLines);
  const streams = new EventStreams({ most: mostStreams, patienceMs });
  let recordId = 0;
  let lineId = 0;
  const state = (now: BoardSnapshot, rest: Pick<PageState, 'points' | 'records' | 'lines'>): string => {
    const whole: PageState = { at: Date.now(), version: packageVersion, board: now, ...rest };
    return JSON.stringify(whole);
  };
  const whole = (now = board.snapshot()): string =>
    state(now, { points: points.all, records: records.all, lines: lines.all });
  const tick = (): void => {
    const now = board.snapshot();
    points.add(historyPoint(Date.now(), now));
    const fresh = { points: points.takeNew(), records: records.takeNew(), lines: lines.takeNew() };
    streams.tell({ whole: once(() => whole(now)), tick: once(() => state(now, fresh)) });
  };
  const server = await listen(createAnswer({ host, streams, whole }), {
    host,
    port,
    flag: '--ui-port',
    hostFlag: '--ui-host',
  });
  const forget = [
    events.subscribe('--ui-port', {
      sample({ shardId, records: sampled }) {
        for (const record of sampled) records.add({ ...record, shardId, id: ++recordId });
      },
    }),
    log.onEvent((event) => lines.add(keptLine(++lineId, event))),
  ];
  const timer = setInterval(tick, everyMs).unref();
  return {
    address: `http://${inUrl(host)}:${server.port}/`,
    async close() {
      clearInterval(timer);
      for (const end of forget) end();
      streams.end();
      await server.close();
    },
  };
}

/** Made for the first who needs it, and the same for all. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
