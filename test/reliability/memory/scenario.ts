import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { kinesisAt } from '../../support/aws.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { markProcesses } from '../../support/marked-processes.js';
import { cli } from '../../support/run-cli.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { produce } from '../produce.js';
import { memoryOf, type Memory } from './sample.js';

export interface MemoryLength {
  readonly forMs: number;
  readonly sampleEveryMs: number;
  readonly perSecond: number;
  readonly bytes: number;
}

export interface Sample extends Memory {
  /** Since the load began. */
  readonly minutes: number;
}

const processor = fileURLToPath(new URL('../../child/fixtures/checkpoint-each-batch.ts', import.meta.url));
const SHARDS = 4;

/**
 * One worker with four shards under steady load; the memory of each of its processes, by name, as long as it lasts.
 * The JVM's heap has one size, all of it touched at the start, so that what grows is not the heap's own filling.
 */
export async function sampleMemory(length: MemoryLength): Promise<Map<string, Sample[]>> {
  const application = { application: 'Memory', workerId: 'worker-1' };
  const stack = await embeddedStack({ shards: SHARDS, ...application });
  const mark = markProcesses();
  const { env, flags } = against(stack);
  const worker = startCli(
    [
      ...['run', processor, '--stream', 'words', '--app', 'Memory', '--worker-id', 'worker-1', ...flags],
      ...['--failover-time', '10s', '--java-opts', '-Xms128m -Xmx128m -XX:+AlwaysPreTouch'],
    ],
    { cwd: await temporaryFolder(), env: { ...env, ...mark.env } },
  );
  await worker.saw(/started at/, SHARDS);
  const processes = nameAll(await mark.processes());

  const samples = new Map([...processes.keys()].map((name): [string, Sample[]] => [name, []]));
  const startedAt = performance.now();
  const done = new AbortController();
  const load = produce(kinesisAt(stack.kinesisEndpoint), {
    stream: 'words',
    partitionKeys: 64,
    ...length,
    until: AbortSignal.timeout(length.forMs),
  });
  const sampling = (async (): Promise<void> => {
    while (!done.signal.aborted) {
      const minutes = (performance.now() - startedAt) / 60_000;
      for (const [name, pid] of processes) samples.get(name)?.push({ minutes, ...(await memoryOf(pid)) });
      await sleep(length.sampleEveryMs, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  // The sampling ends first only if a process has.
  await Promise.race([load, sampling]);
  done.abort();
  await sampling;
  worker.signal('SIGTERM');
  const { exitCode } = await worker.result;
  if (exitCode !== 0) throw new Error(`the worker ended with ${exitCode ?? 'a signal'}:\n${worker.output()}`);
  return samples;
}

/** The processes of a worker, by what they are: the processors are numbered. */
function nameAll(processes: ReadonlyMap<number, string>): Map<string, number> {
  const named = new Map<string, number>();
  let processors = 0;
  for (const [pid, command] of [...processes].sort(([a], [b]) => a - b)) {
    if (command.includes('/child/entry/child')) named.set(`processor ${++processors}`, pid);
    else if (command.includes('MultiLangDaemon')) named.set('java', pid);
    else if (command.includes('watchdog.sh')) named.set('watchdog', pid);
    else if (command.includes(cli)) named.set('kcl-ts', pid);
    else throw new Error(`what is ${command}?`);
  }
  if (processors !== SHARDS || named.size !== SHARDS + 3)
    throw new Error(`unexpected: ${[...named.keys()].join(', ')}`);
  return named;
}
