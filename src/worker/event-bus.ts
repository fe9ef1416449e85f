import type { WorkerEvent, WorkerEventType } from './events.js';

/** Handlers by the names of the events that they want to know of. */
export type Observer = {
  readonly [Type in WorkerEventType]?: (event: Extract<WorkerEvent, { type: Type }>) => void;
};

export interface WorkerEvents {
  /** @returns what ends the subscription */
  subscribe(name: string, observer: Observer): () => void;
  /** Tells all who subscribed to it, at once. */
  emit(event: WorkerEvent): void;
  /** Whether anybody wants to know: asked before an event is made that comes by the thousand. */
  isWanted(type: WorkerEventType): boolean;
}

interface Subscription {
  readonly name: string;
  readonly handle: (event: WorkerEvent) => void;
}

/**
 * One for each run. An observer that throws harms neither the others nor the worker.
 *
 * @param onFailure told the first time that an observer throws
 */
export function createWorkerEvents(onFailure: (name: string, error: unknown) => void): WorkerEvents {
  // Lists are replaced, never changed: whoever subscribes or leaves while an event is told does not disturb it.
  const subscriptions = new Map<WorkerEventType, readonly Subscription[]>();
  const failed = new Set<string>();
  const fail = (name: string, error: unknown): void => {
    if (failed.has(name)) return;
    failed.add(name);
    onFailure(name, error);
  };
  return {
    subscribe(name, observer) {
      const entries = Object.entries(observer) as [WorkerEventType, Subscription['handle']][];
      const added = entries.map(([type, handle]) => ({ type, subscription: { name, handle } }));
      for (const { type, subscription } of added) {
        subscriptions.set(type, [...(subscriptions.get(type) ?? []), subscription]);
      }
      return () => {
        for (const { type, subscription } of added) {
          const others = (subscriptions.get(type) ?? []).filter((one) => one !== subscription);
          if (others.length > 0) subscriptions.set(type, others);
          else subscriptions.delete(type);
        }
      };
    },
    emit(event) {
      for (const { name, handle } of subscriptions.get(event.type) ?? []) {
        try {
          handle(event);
        } catch (error) {
          fail(name, error);
        }
      }
    },
    isWanted: (type) => subscriptions.has(type),
  };
}
