import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import type { LogSink } from '../../../src/worker/observers/log-sink.js';
import type { HandBackSettings } from '../../../src/worker/sharing/pass-on.js';
import { tablesOf } from '../../support/lease-tables.js';
import { createEvents } from './events.js';

export interface Said {
  readonly events: WorkerEvents;
  readonly log: Pick<LogSink, 'say'>;
  readonly lines: string[];
}

/** Keeps what a part of a worker says. */
export function listen(): Said {
  const lines: string[] = [];
  const log: Said['log'] = { say: (level, message) => void lines.push(`${level}: ${message}`) };
  return { events: createEvents(), log, lines };
}

/** The settings of a worker named `me`. */
export function settingsOf(application: string, dynamodbEndpoint: string): HandBackSettings {
  return {
    region: 'us-east-1',
    workerId: 'me',
    hardStop: new AbortController().signal,
    properties: new Map([['failoverTimeMillis', '1000']]),
    aws: {
      kinesisEndpoint: undefined,
      dynamodbEndpoint,
      profile: undefined,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      tables: tablesOf(application),
    },
  };
}

/** The address of a DynamoDB that allows nothing. */
export async function refusingDynamodb(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(
      JSON.stringify({
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message: 'User: x is not authorized to perform: dynamodb:Scan',
      }),
    );
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
