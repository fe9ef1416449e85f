import type { ChildEvent } from '../../../src/child/event.js';
import { defaultChildOptions } from '../../../src/child/options.js';
import { toProcessor } from '../../../src/child/load-processor.js';
import { decodeMessage } from '../../../src/child/codec.js';
import type { OutgoingMessage } from '../../../src/child/messages.js';
import type { ProcessorSource } from '../../../src/processor/record-processor.js';
import { ShardSession } from '../../../src/child/session.js';
import type { SessionOptions } from '../../../src/child/session-options.js';
import { MessageQueue } from '../../../src/simulation/message-queue.js';

export const shardId = 'shardId-000000000001';

/** A session whose daemon is the test: messages go in as lines, and come out as objects. */
export function driveSession(processor: ProcessorSource, options: Partial<SessionOptions> = {}) {
  const out = new MessageQueue<OutgoingMessage>();
  const events: ChildEvent[] = [];
  const session = new ShardSession({
    ...defaultChildOptions,
    createProcessor: toProcessor(processor).create,
    send: (message) => out.push(message),
    emit: (event) => events.push(event),
    ...options,
  });
  const send = (message: object): void =>
    session.receive(decodeMessage(Buffer.from(JSON.stringify(message)), () => () => undefined));
  const next = () => out.next();
  return {
    session,
    events,
    send,
    next,
    /** Sends a message and gives the next answer. */
    call: (message: object): Promise<OutgoingMessage | undefined> => {
      send(message);
      return next();
    },
    initialize: () => {
      send({ action: 'initialize', shardId, sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 });
      return next();
    },
    /** Answers a checkpoint request and gives what comes after. */
    acknowledge: (error: string | null = null): Promise<OutgoingMessage | undefined> => {
      send({ action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null, error });
      return next();
    },
    warnings: () => events.filter((event) => event.type === 'warning').map(({ message }) => message),
  };
}

export const status = (responseFor: string) => ({ action: 'status', responseFor });

function records(...texts: string[]) {
  return texts.map((text, i) => ({
    action: 'record',
    data: Buffer.from(text).toString('base64'),
    partitionKey: `key-${i}`,
    sequenceNumber: String(100 + i),
    subSequenceNumber: 0,
    approximateArrivalTimestamp: 1_700_000_000_000 + i,
  }));
}

export const batch = (...texts: string[]) => ({
  action: 'processRecords',
  records: records(...texts),
  millisBehindLatest: 0,
});
