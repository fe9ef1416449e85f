import { createWorkerEvents, type WorkerEvents } from '../../../src/worker/event-bus.js';
import type { WorkerEvent, WorkerEventType } from '../../../src/worker/events.js';

/** The events of a worker in which no observer may throw. */
export function createEvents(): WorkerEvents {
  return createWorkerEvents((name, error) => {
    throw new Error(`${name} threw`, { cause: error });
  });
}

/** What is told from now on of these types. */
export function record(events: WorkerEvents, ...types: readonly WorkerEventType[]): WorkerEvent[] {
  const told: WorkerEvent[] = [];
  const keep = (event: WorkerEvent): void => void told.push(event);
  events.subscribe('a test', Object.fromEntries(types.map((type) => [type, keep])));
  return told;
}
