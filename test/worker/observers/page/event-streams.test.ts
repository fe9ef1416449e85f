import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventStreams } from '../../../../src/worker/observers/page/event-streams.js';

let now: number;
let streams: EventStreams;

beforeEach(() => {
  now = 0;
  streams = new EventStreams({ most: 2, patienceMs: 30_000, now: () => now });
});

/** A client that reads only when it is told to. */
function client(): { stream: Writable; got: () => string[]; read: () => Promise<void> } {
  const got: string[] = [];
  let taken: (() => void) | undefined;
  const stream = new Writable({
    highWaterMark: 10,
    write(chunk: Buffer, _encoding, done) {
      got.push(...[...chunk.toString().matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data));
      taken = done;
    },
  });
  return {
    stream,
    got: () => got,
    async read() {
      while (stream.writableNeedDrain) {
        taken?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const telling = (number: number) => ({ whole: () => `whole ${number}`, tick: () => `tick ${number}` });

describe('EventStreams', () => {
  it('tells a client that reads what is new', async () => {
    const { stream, got, read } = client();
    streams.add(stream, 'whole 0');
    await read();
    streams.tell(telling(1));
    await read();
    expect(got()).toEqual(['whole 0', 'tick 1']);
  });

  it('keeps nothing for a client that does not read, and tells it the whole when it does again', async () => {
    const { stream, got, read } = client();
    streams.add(stream, 'whole 0');
    const waiting = stream.writableLength;
    for (let at = 1; at <= 20; at++) streams.tell(telling(at));
    expect(stream.writableLength).toBe(waiting);
    await read();
    streams.tell(telling(21));
    await read();
    streams.tell(telling(22));
    await read();
    expect(got()).toEqual(['whole 0', 'whole 21', 'tick 22']);
  });

  it('lets a client go that has not read for too long, and no other', async () => {
    const [slow, quick] = [client(), client()];
    for (const { stream } of [slow, quick]) streams.add(stream, 'whole');
    expect(streams.isFull).toBe(true);
    for (now = 0; now <= 30_000; now += 1000) {
      await quick.read();
      streams.tell(telling(now));
    }
    expect([slow.stream.destroyed, quick.stream.destroyed]).toEqual([true, false]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(streams.size).toBe(1);
  });
});
