import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainShell } from '../support/plain-shell.js';
import { startProgram } from '../support/running-cli.js';
import { installProject, type InstalledProject, type Run } from './support/installed.js';

/** What a new user has: the package from npm, in a folder that was empty, and the processor of the README. */
let project: InstalledProject;

beforeAll(async () => {
  project = await installProject();
  const readme = await readFile(join(project.folder, 'node_modules/kcl-ts/README.md'), 'utf8');
  const [, processor = ''] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  await writeFile(join(project.folder, 'processor.ts'), processor);
  await writeFile(
    join(project.folder, 'app.js'),
    `require('kcl-ts').run({
  processRecords({ records }) {
    for (const record of records) console.log('app read: ' + record.text());
  },
});\n`,
  );
  await writeFile(
    join(project.folder, 'sample.properties'),
    'streamName = words\napplicationName = Existing\nprocessingLanguage = nodejs\n',
  );
}, 240_000);

afterAll(() => project.remove());

const words = ['--stream', 'words', '--app', 'MyApp'];

/** One use of each command, and what shows that it did its work. */
const uses: Record<string, readonly (readonly [args: readonly string[], expected: RegExp])[]> = {
  run: [
    [
      ['run', './processor.ts', ...words, '--dry-run'],
      /software\.amazon\.kinesis\.multilang\.MultiLangDaemon/,
    ],
    [
      ['run', '--exec', 'node app.js', '--properties', 'sample.properties', '--local', '--dry-run'],
      /applicationName=Existing/,
    ],
  ],
  init: [[['init', 'another'], /npm install[^]*npm run dev/]],
  simulate: [
    [['simulate', 'sample.properties', '--exec', 'node app.js'], /app read: streamName = words/],
    [['simulate', 'processor.ts', 'sample.properties'], /checkpoint 49\d+[^]*shutdown after 3 records/],
  ],
  // below, with what runs against it
  local: [],
  'fetch-jars': [[['fetch-jars'], /66 jars/]],
  lock: [[['lock', '--check'], /is up to date/]],
  properties: [[['properties', ...words, '--explain'], /streamName.*words/]],
  provision: [
    [['provision', ...words, '--cloudformation'], /"TableName": "MyApp-WorkerMetricStats"/],
    [['provision', ...words, '--terraform'], /hash_key += "leaseKey"/],
  ],
  'iam-policy': [[['iam-policy', ...words], /"kinesis:GetRecords"/]],
  leases: [],
  metrics: [
    [['metrics'], /^kcl_ts_jvm_up +gauge/m],
    [['metrics', '--dashboard'], /"title": "kcl-ts/],
    [['metrics', '--alerts'], /alert: KclTs/],
  ],
  put: [],
  tail: [],
  doctor: [[['doctor', '--local'], /^ok +compiler/m]],
  completion: [[['completion', 'bash'], /complete -F _kcl_ts kcl-ts/]],
  help: [[['help', 'run'], /^Usage: kcl-ts run/]],
};

/** Whatever a command says, it is nothing that only its authors understand. */
function expectWork({ exitCode, stdout, stderr }: Run, expected: RegExp): void {
  expect(`${stdout}\n${stderr}`).toMatch(expected);
  expect(stderr).not.toMatch(/internal error|defect of kcl-ts|^ +at .*\(|Cannot find (?:package|module)/m);
  expect(exitCode).toBe(0);
}

describe('the installed package', () => {
  it('has a use here for each command that its help lists', async () => {
    const { stdout } = await project.kclTs('--help');
    const listed = [...(stdout.split('Commands:')[1]?.matchAll(/^ {2}([a-z-]+)/gm) ?? [])].map(
      ([, name]) => name,
    );
    expect(listed.sort()).toEqual(Object.keys(uses).sort());
  });

  it.each(Object.keys(uses))('explains %s', async (command) => {
    expectWork(await project.kclTs(command, '--help'), /^Usage: kcl-ts /);
  });

  it.each(Object.values(uses).flat())(
    'does its work for %j',
    async (args, expected) => {
      expectWork(await project.kclTs(...args), expected);
    },
    240_000,
  );

  it('consumes the stream of a local stack that runs for itself, and shows its leases', async () => {
    const bin = join(project.folder, 'node_modules', '.bin', 'kcl-ts');
    const local = startProgram(
      bin,
      ['local', '--json', '--stream', 'words', '--app', 'MyApp', '--records', 'app.js'],
      {
        cwd: project.folder,
        env: plainShell,
      },
    );
    await local.saw(/\}\}\n/);
    const endpoint = (name: string): string =>
      new RegExp(`"${name}Endpoint":"([^"]+)"`).exec(local.output())?.[1] ?? '';
    const kinesis = ['--kinesis-endpoint', endpoint('kinesis')];
    const where = [...kinesis, '--dynamodb-endpoint', endpoint('dynamodb')];
    // as it says itself
    const quick = ['--metrics', 'none', '--failover-time', '1s', '--idle-time', '250ms'];
    const run = ['run', './processor.ts', ...words, ...quick, '--until-caught-up'];
    expectWork(await project.kclTs(...run, ...where), /processRecords\(\{ records \}\)/);
    expectWork(await project.kclTs('leases', ...words, ...where), /shardId-000000000001/);
    expectWork(await project.kclTs('put', 'words', 'sample.properties', ...kinesis), /3 records/);
    expectWork(await project.kclTs('tail', 'words', ...kinesis), /applicationName = Existing/);
  }, 240_000);

  it('runs through npx, and stops with its group as Ctrl-C stops it', async () => {
    const worker = startProgram('npx', ['kcl-ts', 'run', './processor.ts', ...words, '--local'], {
      cwd: project.folder,
      env: plainShell,
    });
    await worker.saw(/INFO {2}shardId-\d+ (?!kcl-ts)/, 2);
    // the whole group gets the signal; npx dies of it at once
    process.kill(-worker.pid, 'SIGINT');
    await worker.saw(/ended \(shutdownRequested\)/, 2);
    await worker.result;
  }, 240_000);

  it.each(['@esbuild', 'esbuild'])('says what to do where npm has left out %s', async (missing) => {
    const modules = join(project.folder, 'node_modules');
    await rename(join(modules, missing), join(modules, 'left out'));
    try {
      const { exitCode, stderr } = await project.kclTs('simulate', 'processor.ts', 'app.js');
      expect(stderr).toMatch(
        /^kcl-ts: esbuild, which compiles the processor, cannot run on .*\n {2}→ .*npm ci/,
      );
      expect(exitCode).toBe(5);
    } finally {
      await rename(join(modules, 'left out'), join(modules, missing));
    }
  });
});
