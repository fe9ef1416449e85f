import type { RequestListener } from 'node:http';
import { packageVersion } from '../../version.js';
import type { WorkerEvents } from '../event-bus.js';
import type { ServerChoice, WorkerSettings } from '../settings.js';
import { watchHealth } from './health.js';
import { answerHealth } from './health-server.js';
import { listen, type HttpServer } from './http.js';
import type { LogSink } from './log-sink.js';
import type { Shards } from './shards.js';

export interface ServerParts {
  readonly events: WorkerEvents;
  readonly log: Pick<LogSink, 'say'>;
  readonly shards: Shards;
}

/** What whoever watches a worker from outside asks it by. */
export interface Servers {
  close(): Promise<void>;
}

/**
 * Answers the health checks and Prometheus, on one port if both are to be on the same.
 *
 * @throws KclTsError CONFIG_INVALID when a port cannot be had
 */
export async function startServers(settings: WorkerSettings, parts: ServerParts): Promise<Servers> {
  const { health, metrics } = settings;
  const { log } = parts;
  const onHealth = health && answerHealth(watchHealth({ ...parts, ...health }));
  const onMetrics = metrics && (await metricsAnswer(settings, parts));
  const servers: HttpServer[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
  };
  const open = async (name: string, answer: RequestListener, choice: ServerChoice): Promise<number> => {
    const flags = { flag: `--${name}-port`, hostFlag: `--${name}-host` };
    const server = await listen(answer, { ...choice, ...flags });
    servers.push(server);
    return server.port;
  };
  try {
    const isShared = health !== undefined && health.port === metrics?.port;
    let port: number | undefined;
    if (onHealth) {
      const both: RequestListener = (request, response) =>
        (onMetrics && isMetrics(request.url) ? onMetrics : onHealth)(request, response);
      port = await open('health', isShared ? both : onHealth, health);
      log.say('info', `health on port ${port}: /live and /ready`);
    }
    if (onMetrics) {
      if (!isShared) port = await open('metrics', onMetrics, metrics);
      log.say('info', `metrics on port ${port}: /metrics`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** Loaded only where it is asked for: prom-client takes its time. */
async function metricsAnswer(
  { application, stream, workerId, processor }: WorkerSettings,
  { events }: ServerParts,
): Promise<RequestListener> {
  const { answerMetrics } = await import('./metrics/index.js');
  const names = { application, stream, workerId, version: packageVersion };
  const answer = answerMetrics(events, { ...names, reported: processor.kind === 'file' });
  return (request, response) => {
    if (isMetrics(request.url)) answer(request, response);
    else response.writeHead(404).end('this is at /metrics\n');
  };
}

function isMetrics(url: string | undefined): boolean {
  return url?.split('?')[0] === '/metrics';
}
