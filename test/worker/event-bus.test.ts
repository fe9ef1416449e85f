import { describe, expect, it } from 'vitest';
import { createWorkerEvents } from '../../src/worker/event-bus.js';
import { createEvents, record } from './support/events.js';

const stopping = { type: 'stopping', hasShards: true } as const;

describe('the events of a worker', () => {
  it('are told at once to all who subscribed to them, in that order, and to nobody else', () => {
    const events = createEvents();
    const told: string[] = [];
    events.subscribe('first', { stopping: ({ hasShards }) => void told.push(`first ${hasShards}`) });
    events.subscribe('other', { schedulerStopping: () => void told.push('other') });
    events.subscribe('second', { stopping: ({ hasShards }) => void told.push(`second ${hasShards}`) });
    events.emit(stopping);
    expect(told).toEqual(['first true', 'second true']);
  });

  it('reach the others when an observer throws, which is told of once', () => {
    const failures: unknown[] = [];
    const events = createWorkerEvents((name, error) => void failures.push([name, error]));
    const error = new Error('no space left');
    events.subscribe('the ready file', {
      stopping() {
        throw error;
      },
    });
    const told = record(events, 'stopping');
    events.emit(stopping);
    events.emit(stopping);
    expect(told).toEqual([stopping, stopping]);
    expect(failures).toEqual([['the ready file', error]]);
  });

  it('are not wanted before anybody has subscribed, nor after all have left', () => {
    const events = createEvents();
    expect(events.isWanted('processorLine')).toBe(false);
    const leave = events.subscribe('one', { processorLine: () => undefined });
    const alsoLeave = events.subscribe('another', { processorLine: () => undefined });
    leave();
    expect(events.isWanted('processorLine')).toBe(true);
    alsoLeave();
    expect(events.isWanted('processorLine')).toBe(false);
  });

  it('are told to the end though an observer leaves, or subscribes, when it is told', () => {
    const events = createEvents();
    const told: string[] = [];
    const leave = events.subscribe('once', {
      stopping() {
        told.push('once');
        leave();
        events.subscribe('late', { stopping: () => void told.push('late') });
      },
    });
    events.subscribe('always', { stopping: () => void told.push('always') });
    events.emit(stopping);
    expect(told).toEqual(['once', 'always']);
    events.emit(stopping);
    expect(told).toEqual(['once', 'always', 'always', 'late']);
  });
});
