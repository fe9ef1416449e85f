// What serves the shards: what the daemon starts for each, and what there is besides.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = process.env.KCL_TS_BENCH_DIST ?? here('../../dist');
const load = (module) => import(join(dist, module));
const options = { onError: 'fail', deliverEmptyBatches: false, reportProgress: false };

/**
 * Each starts with no shard. Its `program` is what the daemon runs for one; `pids` are the processes besides those; `close`
 * resolves to what the processors wrote on stderr elsewhere than in the daemon's.
 */
export const modes = { auto, 'per-shard': perShard, 'aws-kcl': awsKcl };

async function awsKcl() {
  const program = {
    executableName: `${process.execPath} ${here('../processor/children/aws-kcl.cjs')}`,
    env: {},
  };
  return { ...newFolder(), program, pids: () => [], close: async () => '' };
}

async function perShard() {
  const { folder, compiled } = await prepare();
  const { childCommand } = await load('child/command.js');
  const program = childCommand({
    ...{ node: process.execPath, options, platform: process.platform, ...compiled },
    reports: { kind: 'stderr', secret: 'bench' },
  });
  return { folder, program, pids: () => [], close: async () => '' };
}

/** With the same classes as `run --processes auto`. */
async function auto() {
  const { folder, compiled } = await prepare();
  const [{ prepareHosts }, { Hosts }, { createWorkerEvents }, { createReportChannel }] = await Promise.all(
    ['prepare/hosts', 'hosts/index', 'event-bus', 'reports/report-channel'].map((name) =>
      load(`worker/${name}.js`),
    ),
  );
  const context = {
    cwd: folder,
    env: process.env,
    platform: process.platform,
    reporter: { warn: console.error },
  };
  const reports = await createReportChannel(folder, context);
  const { hosts: plan, ...program } = await prepareHosts(
    { most: availableParallelism(), node: process.execPath, options, reports: reports.target, ...compiled },
    { path: folder },
    context,
  );
  const events = createWorkerEvents((name, error) => {
    throw new Error(name, { cause: error });
  });
  let said = '';
  events.subscribe('the benchmark', { processorLine: ({ line }) => (said += `${line}\n`) });
  const listener = reports.listen(() => undefined);
  let pids = [];
  const hosts = new Hosts(
    { ...plan, program: { ...plan.program, env: { ...process.env, ...plan.program.env } } },
    {
      events,
      watchdog: { lookAfterHosts: (all) => (pids = all) },
      holdBack: () => () => undefined,
      atExit: (action) => {
        process.on('exit', action);
        return () => process.off('exit', action);
      },
    },
  );
  hosts.open();
  const close = async () => {
    await hosts.close();
    listener.close();
    return said;
  };
  return { folder, program, pids: () => pids, close };
}

async function prepare() {
  const { folder } = newFolder();
  const { compileProcessor } = await load('compile/compile-processor.js');
  const file = here('../processor/children/processor.ts');
  return { folder, compiled: await compileProcessor({ file, outDir: folder }) };
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kcl-ts-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { folder };
}
