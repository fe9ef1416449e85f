import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { defaultChildOptions } from '../../../../src/child/options.js';
import { createRunFolder } from '../../../../src/daemon/run-folder.js';
import { createWorkerEvents } from '../../../../src/worker/event-bus.js';
import type { WorkerEvent } from '../../../../src/worker/events.js';
import { Hosts } from '../../../../src/worker/hosts/index.js';
import type { HostProgram } from '../../../../src/worker/hosts/host-process.js';
import { createShards, type Shards } from '../../../../src/worker/observers/shards.js';
import { prepareHosts } from '../../../../src/worker/prepare/hosts.js';
import { createReportChannel } from '../../../../src/worker/reports/report-channel.js';
import { tellReport } from '../../../../src/worker/source/reports.js';
import { DaemonEnd } from '../../../child/support/daemon-end.js';
import { status } from '../../../child/support/drive-session.js';
import { realContext } from '../../../support/real-context.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

/** How what a relay and a process pass on to each other gets there: see relay.sh. */
export type Way = 'direct' | 'copy';

export interface DaemonShard extends DaemonEnd {
  /** Resolves once the daemon would see that its program has ended. */
  readonly ended: Promise<unknown>;
}

export interface StartedHosts {
  readonly hosts: Hosts;
  readonly folder: string;
  readonly program: HostProgram;
  readonly events: readonly WorkerEvent[];
  readonly shards: Shards;
  /** Starts a relay as the daemon does; with the text of another one, if there is a file of that. */
  daemonStarts(shardId: string, relayFile?: string): Promise<DaemonShard>;
  /** What the processors printed, with their shards. */
  printed(): string[];
  saw(text: string): Promise<void>;
}

const processor = fileURLToPath(new URL('../fixtures/does-as-told.mjs', import.meta.url));

/** The processes of a worker, whose daemon is the test. */
export async function startHosts(
  most: number,
  way: Way = 'direct',
  shell = '/bin/sh',
): Promise<StartedHosts> {
  const folder = await createRunFolder(await temporaryFolder());
  const hooks = join(folder.path, 'hooks.cjs');
  await writeFile(hooks, '');
  const context = realContext();
  const reports = await createReportChannel(folder.path, context);
  const prepared = await prepareHosts(
    {
      most,
      node: process.execPath,
      entry: { path: processor, format: 'module' },
      hooks,
      options: { ...defaultChildOptions, deliverEmptyBatches: false, reportProgress: true },
      reports: reports.target,
    },
    folder,
    context,
  );
  if (!prepared) throw new Error('expected named pipes');
  const program = { ...prepared.hosts.program, env: { ...process.env, ...prepared.hosts.program.env } };
  const bus = createWorkerEvents((name, error) => {
    throw new Error(name, { cause: error });
  });
  const shards = createShards(bus);
  const events: WorkerEvent[] = [];
  const keep = (event: WorkerEvent): void => void events.push(event);
  bus.subscribe('the test', {
    processorLine: keep,
    hostEnded: keep,
    processorFailed: keep,
    shardEnded: keep,
    shardInitialised: keep,
    warning: keep,
  });
  const listener = reports.listen((report) => tellReport(report, bus));
  const watchdog = { lookAfterHosts: () => undefined };
  const holdBack = () => () => undefined;
  const hosts = new Hosts(
    { ...prepared.hosts, program },
    { events: bus, watchdog, holdBack, atExit: () => () => undefined },
  );
  hosts.open();
  onTestFinished(async () => {
    await hosts.close();
    listener.close();
  });
  const printed = (): string[] =>
    events.flatMap((event) =>
      event.type === 'processorLine'
        ? `${event.shardId ?? `one of ${event.shardIds?.join(' ')}`}: ${event.line}`
        : [],
    );
  return {
    hosts,
    folder: prepared.hosts.folder,
    program,
    events,
    shards,
    printed,
    saw: (text) =>
      vi.waitFor(
        () => {
          if (!printed().some((line) => line.includes(text)))
            throw new Error(`nothing printed ${text}:\n${printed().join('\n')}`);
        },
        { timeout: 60_000, interval: 20 },
      ),
    async daemonStarts(shardId, relayFile) {
      // As the daemon splits it; between two programs, as node's own pipes are sockets and java's are none.
      const relay = prepared.executableName
        .replace('/bin/sh', shell)
        .split(' ')
        .map((word) => `'${word}'`);
      // The shell itself keeps none of their ends.
      const pipeline = `exec 3<&0; cat <&3 3<&- | ${relay.join(' ')} 3<&- | cat 3<&- & exec 0<&- 1>&- 3<&-; wait`;
      const child = spawn('/bin/sh', ['-c', pipeline], {
        env: {
          ...process.env,
          ...prepared.env,
          ...(way === 'copy' ? { KCL_TS_RELAY_COPY: '1' } : {}),
          ...(relayFile === undefined ? {} : { KCL_TS_RELAY: relayFile }),
        },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(child, 'close');
      onTestFinished(async () => {
        child.stdin.end();
        await ended;
      });
      const end = new DaemonEnd(child.stdin, child.stdout);
      const answer = await end.call({ action: 'initialize', shardId, sequenceNumber: 'TRIM_HORIZON' });
      if (JSON.stringify(answer) !== JSON.stringify(status('initialize')))
        throw new Error(`expected the status of initialize, got ${JSON.stringify(answer)}`);
      return Object.assign(end, { ended });
    },
  };
}
