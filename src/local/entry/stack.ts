/**
 * The process of the embedded Kinesis and DynamoDB. It is kcl-ts's own, so that the command line's event loop stays
 * free, and in a session of its own, so that Ctrl-C in a terminal does not end it before java has checkpointed. All
 * it holds is in memory: it ends at once when its parent does, however that ended.
 */
import { messageOf } from '../../errors.js';
import type { StackMessage, StartMessage } from '../stack-messages.js';
import { startDynamodb } from './start-dynamodb.js';
import { startKinesis } from './start-kinesis.js';

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => void start(message as StartMessage));

async function start(message: StartMessage): Promise<void> {
  try {
    const [dynamodb, kinesis] = await Promise.all([startDynamodb(message), startKinesis(message, fail)]);
    tell({ kind: 'listening', dynamodbPort: dynamodb.port, kinesisPort: kinesis.port });
    await Promise.all([dynamodb.ready, kinesis.ready]);
    tell({ kind: 'ready' });
  } catch (error) {
    fail(error);
  }
}

let hasFailed = false;

/** The first reason is the cause: a thread that has failed also ends. */
function fail(error: unknown): void {
  if (hasFailed) return;
  hasFailed = true;
  tell({ kind: 'failed', message: messageOf(error) }, () => process.exit(1));
}

function tell(message: StackMessage, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}
