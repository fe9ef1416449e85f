import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdir } from 'node:fs/promises';
import { standIn } from '../../support/aws-stand-in.js';
import { against } from '../../support/embedded-stack.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { Stack } from '../../../src/local/start-stack.js';
import { readSessions } from '../ledger/sessions.js';
import { waitUntil } from '../wait-until.js';

export interface DeniedRequest {
  readonly stack: Stack;
  readonly application: string;
  /** Such as `dynamodb:Scan`. */
  readonly operations: readonly string[];
  /** Kcl-ts alone, and not java. */
  readonly onlyKclTs: boolean;
}

export interface DeniedRun {
  readonly application: string;
  readonly exitCode: number | undefined;
  /** From the command until all shards were read. */
  readonly seconds: number;
  /** How often the worker told of a call that was refused. */
  readonly told: number;
  readonly output: string;
}

const processor = fileURLToPath(new URL('../fixtures/keeps-a-ledger.ts', import.meta.url));

/** A worker that AWS refuses some calls reads all shards of the stream `words`, and is stopped. */
export async function runDenied(request: DeniedRequest, shards: number): Promise<DeniedRun> {
  const { stack, application, operations, onlyKclTs } = request;
  const aws = await standIn(stack);
  for (const operation of operations) {
    const message = `may not ${operation}`;
    const to = onlyKclTs ? { to: 'aws-sdk-js' } : {};
    aws.refuse(operation, { name: 'AccessDeniedException', message, ...to });
  }
  const cwd = await temporaryFolder();
  const ledgers = join(cwd, 'ledgers');
  await mkdir(ledgers);
  const { env, flags } = against({ ...stack, ...aws });
  const names = ['--stream', 'words', '--app', application, '--worker-id', 'w'];
  const worker = startCli(['run', processor, ...names, ...flags, '--log-level', 'debug'], {
    cwd,
    env: { ...env, LEDGER: ledgers, WORKER: 'w' },
  });
  const isRead = async (): Promise<boolean> => {
    const sessions = await readSessions(ledgers);
    return (
      new Set(sessions.filter(({ processed }) => processed.length > 0).map(({ shardId }) => shardId)).size ===
      shards
    );
  };
  const readMs = await waitUntil(`${application} is read`, isRead).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${worker.output().slice(-8_000)}`);
  });
  worker.signal('SIGTERM');
  const { exitCode } = await worker.result;
  const output = worker.output();
  return {
    application,
    exitCode,
    seconds: readMs / 1_000,
    told: output.split('\n').filter((line) => line.includes('kcl-ts:') && line.includes('may not ')).length,
    output,
  };
}
