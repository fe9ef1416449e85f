import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainShell } from '../support/plain-shell.js';
import { startProgram } from '../support/running-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let packFolder: string;
let tarball: string;
let files: string[];

/** npm, as a user's shell has it: without what the npm that runs these tests has put into the environment. */
const env = Object.fromEntries(
  Object.entries(process.env).map(([name, value]) => [
    name,
    /^npm_(?!config_)/.test(name) ? undefined : value,
  ]),
);

beforeAll(async () => {
  packFolder = await mkdtemp(join(tmpdir(), 'kcl-ts-pack-'));
  // The build is there already, and other suites use it at this moment.
  const { stdout } = await execa(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', packFolder],
    { cwd: root },
  );
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  tarball = join(packFolder, packed.filename);
  files = packed.files.map(({ path }) => path);
}, 60_000);

afterAll(() => rm(packFolder, { recursive: true, force: true }));

async function installedIn(folder: string): Promise<void> {
  await execa('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: folder, env, extendEnv: false });
}

describe('the package', () => {
  it('holds what runs, the templates and the lock, and nothing else', () => {
    const tops = new Set(files.map((file) => file.split('/')[0]));
    expect([...tops].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'bin',
        'dist',
        'jars.lock',
        'package.json',
        'templates',
      ].sort(),
    );
    expect(files).toContain('dist/processor/entry/launcher.sh');
    expect(files).toContain('dist/index.d.ts');
  });

  it('runs a processor written in an empty folder whose path has a space, through npx', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    await writeFile(
      join(folder, 'processor.ts'),
      `import type { ProcessRecordsInput, RecordProcessor } from 'kcl-ts';

export default class Words implements RecordProcessor {
  processRecords({ records }: ProcessRecordsInput): void {
    for (const record of records) console.log('read: ' + record.text());
  }
}
`,
    );
    await installedIn(folder);
    const worker = startProgram(
      'npx',
      ['kcl-ts', 'run', './processor.ts', '--stream', 'words', '--app', 'MyApp', '--local'],
      { cwd: folder, env: plainShell },
    );
    await worker.saw(/read: /, 2);
    // What Ctrl-C does in a terminal: the whole group gets the signal. npx dies of it at once.
    process.kill(-worker.pid, 'SIGINT');
    await worker.saw(/ended \(shutdownRequested\)/, 2);
    await worker.result;
  }, 120_000);

  it('scaffolds a project that type-checks and reads records', async () => {
    const folder = join(await temporaryFolder(), 'my consumer');
    await mkdir(folder);
    await execa('npx', ['--yes', '--package', tarball, 'kcl-ts', 'init', '.'], {
      cwd: folder,
      env,
      extendEnv: false,
    });
    await installedIn(folder);
    await execa('npm', ['run', 'typecheck'], { cwd: folder, env, extendEnv: false });
    const { stderr } = await execa('npm', ['run', 'dev', '--', '--until-caught-up'], {
      cwd: folder,
      env,
      extendEnv: false,
    });
    expect(stderr).toContain('The records of a stream are bytes; here each line of this file is one.');
    expect(stderr.match(/ended \(shutdownRequested\)/g)).toHaveLength(2);
  }, 180_000);
});
