import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execa, type Result } from 'execa';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { packInto } from './support/packed.js';

const require = createRequire(import.meta.url);
const yarnProgram = require.resolve('@yarnpkg/cli-dist/bin/yarn.js');

const processor = `import { distance } from 'fastest-levenshtein';
import { defineProcessor } from 'kcl-ts';
export default defineProcessor({
  async processRecords({ records, checkpointer }) {
    for (const record of records) console.log('read: ' + record.text(), distance('a', 'bc'));
    await checkpointer.checkpoint();
  },
});
`;

type Yarn = (...args: readonly string[]) => Promise<Pick<Result, 'stdout' | 'stderr'>>;

/** A project with the packed package and one of its own, as Yarn 4 installs it. */
async function installed(nodeLinker: string): Promise<Yarn> {
  const cwd = await temporaryFolder();
  const { tarball } = await packInto(cwd);
  const { version } = JSON.parse(
    await readFile(require.resolve('fastest-levenshtein/package.json'), 'utf8'),
  ) as {
    version: string;
  };
  const dependencies = { 'kcl-ts': `file:${tarball}`, 'fastest-levenshtein': version };
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await writeFile(join(cwd, 'yarn.lock'), '');
  await writeFile(join(cwd, 'processor.ts'), processor);
  const registry = await execa('npm', ['config', 'get', 'registry']);
  const env = {
    YARN_NODE_LINKER: nodeLinker,
    YARN_NPM_REGISTRY_SERVER: registry.stdout,
    YARN_GLOBAL_FOLDER: join(cwd, 'yarn'),
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  };
  const yarn: Yarn = (...args) =>
    execa(process.execPath, [yarnProgram, ...args], { cwd, env, input: 'a\nb\n' });
  await yarn('install');
  return yarn;
}

describe('a project of Yarn', () => {
  it("runs a processor under Plug'n'Play, where packages lie in zip files", async () => {
    const yarn = await installed('pnp');
    const simulated = await yarn('kcl-ts', 'simulate', 'processor.ts', '-');
    expect(simulated.stderr).toMatch(/read: a 2\n.*read: b 2\n/);
    const run = ['kcl-ts', 'run', 'processor.ts', '--stream', 'words', '--app', 'MyApp'];
    const { stderr } = await yarn(...run, '--local', '--records', '-', '--until-caught-up');
    expect(stderr).toMatch(/read: a 2\n/);
    expect(stderr).toMatch(/ended \(shutdownRequested\)/);
  }, 300_000);

  it('runs a processor where packages are linked, as pnpm does it', async () => {
    const yarn = await installed('pnpm');
    const simulated = await yarn('kcl-ts', 'simulate', 'processor.ts', '-');
    expect(simulated.stderr).toMatch(/read: a 2\n.*read: b 2\n/);
  }, 180_000);
});
