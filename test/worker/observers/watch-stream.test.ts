import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { KclTsError } from '../../../src/errors.js';
import type { Cause } from '../../../src/kcl/causes/cause.js';
import {
  watchLocalStack,
  watchStream,
  type StreamQuestions,
} from '../../../src/worker/observers/watch-stream.js';
import { createEvents, record } from '../support/events.js';

const names = {
  stream: 'words',
  aws: {
    kinesisEndpoint: undefined,
    dynamodbEndpoint: undefined,
    profile: undefined,
    tables: { lease: 'App', coordinatorState: 'c', workerMetrics: 'w' },
  },
};
const ended = { type: 'shardEndReached', shardId: 'shardId-000000000000' } as const;
const exists: StreamQuestions = { check: () => Promise.resolve(), status: () => Promise.resolve('ACTIVE') };

describe('the watch over a stream', () => {
  it('ends a worker whose stream is not there', async () => {
    const missing = new KclTsError('STREAM_NOT_FOUND', 'there is no stream');
    const broken = watchStream(names, createEvents(), { ...exists, check: () => Promise.reject(missing) });
    await turn();
    expect(broken.reason).toBe(missing);
  });

  it('tells at once of an AWS that cannot be reached, and goes on', async () => {
    const events = createEvents();
    const problems = record(events, 'awsProblem');
    const cause: Cause = {
      code: 'AWS_UNREACHABLE',
      message: 'x',
      hint: 'y',
      hopeless: false,
      endsARun: false,
    };
    const broken = watchStream(names, events, { ...exists, check: async (tell) => tell(cause) });
    await turn();
    expect(problems).toEqual([{ type: 'awsProblem', cause, isCertain: true }]);
    expect(broken.aborted).toBe(false);
  });

  it.each([
    ['is being deleted', () => Promise.resolve('DELETING')],
    ['is gone', () => Promise.reject(new KclTsError('STREAM_NOT_FOUND', 'there is no stream'))],
  ])('ends a worker whose shards end because the stream %s', async (_, status) => {
    const events = createEvents();
    const broken = watchStream(names, events, { ...exists, status });
    events.emit(ended);
    await turn();
    expect(broken.reason).toMatchObject({
      code: 'STREAM_NOT_FOUND',
      message: "the worker was stopped: the stream 'words' was deleted",
      hint: expect.stringContaining('delete the table App') as string,
    });
  });

  it('asks once for all shards that ended before, and once more for those that ended meanwhile', async () => {
    const events = createEvents();
    const answers: ((status: string) => void)[] = [];
    const status = (): Promise<string> => new Promise((resolve) => void answers.push(resolve));
    const broken = watchStream(names, events, { ...exists, status });
    for (let shard = 0; shard < 3; shard++) events.emit(ended);
    expect(answers).toHaveLength(1);
    answers[0]?.('ACTIVE');
    await turn();
    expect(answers).toHaveLength(2);
    answers[1]?.('UPDATING');
    await turn();
    expect([answers.length, broken.aborted]).toEqual([2, false]);
  });
});

describe('the watch over embedded servers', () => {
  it('ends the worker when they have ended by themselves, not when they were stopped', async () => {
    const ready = Promise.resolve(0);
    const died = new KclTsError('LOCAL_UNAVAILABLE', 'the embedded servers have ended');
    const broken = watchLocalStack({ ready, ended: Promise.resolve(died) });
    const stopped = watchLocalStack({ ready, ended: Promise.resolve(undefined) });
    await turn();
    expect(broken.reason).toMatchObject({
      code: 'LOCAL_UNAVAILABLE',
      message: 'the worker was stopped: the embedded servers have ended',
    });
    expect(stopped.aborted).toBe(false);
  });
});
