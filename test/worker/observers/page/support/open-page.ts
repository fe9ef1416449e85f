import { request, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import type { LogEvent } from '../../../../../src/logs/log-event.js';
import type { WorkerEvents } from '../../../../../src/worker/event-bus.js';
import { createBoard } from '../../../../../src/worker/observers/board.js';
import { servePage, type Page } from '../../../../../src/worker/observers/page/index.js';
import { createEvents } from '../../../support/events.js';

export interface OpenPage extends Page {
  readonly events: WorkerEvents;
  /** Logs a line. */
  readonly log: (event: LogEvent) => void;
}

/** The page of a worker of which the test tells the events; closed when the test ends. */
export async function openPage({ port = 0, host = '127.0.0.1' } = {}): Promise<OpenPage> {
  const events = createEvents();
  const board = createBoard(events, { workerId: 'host-1', stream: 'words', application: 'MyApp' });
  const listeners = new Set<(event: LogEvent) => void>();
  const page = await servePage({
    port,
    host,
    events,
    board,
    log: {
      onEvent(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= page.close());
  onTestFinished(close);
  return { ...page, close, events, log: (event) => listeners.forEach((listener) => listener(event)) };
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks as a browser would for what it says it asks for. */
export function ask(
  address: string,
  {
    path = '/',
    method = 'GET',
    headers = {},
  }: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, address), { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.once('error', reject).end();
  });
}
