import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackInto } from './support/packed.js';

/** A project in CommonJS that has the package and nothing else: the library needs no other. */
let project: string;

beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
  await writeFile(join(project, 'package.json'), '{ "private": true }\n');
  await unpackInto(project);
});

afterAll(() => rm(project, { recursive: true, force: true }));

async function run(file: string, source: string): Promise<string> {
  await mkdir(join(project, 'src'), { recursive: true });
  await writeFile(join(project, 'src', file), source);
  // as every node 20 before 20.19 does it
  const { stdout } = await execa(process.execPath, [
    '--no-experimental-require-module',
    join(project, 'src', file),
  ]);
  return stdout;
}

describe('the library as users get it', () => {
  it.each(['kcl-ts', 'kcl-ts/testing'])('is one and the same for require and import: %s', async (entry) => {
    const printed = await run(
      'same.cjs',
      `const required = require('${entry}');
import('${entry}').then(({ default: _, ...imported }) => {
  const names = (of) => Object.keys(of).filter((name) => name !== 'module.exports').sort();
  console.log(JSON.stringify({
    names: names(required),
    imported: names(imported),
    different: names(required).filter((name) => required[name] !== imported[name]),
  }));
});`,
    );
    const { names, imported, different } = JSON.parse(printed) as Record<string, string[]>;
    expect(names).toContain(entry === 'kcl-ts' ? 'CheckpointError' : 'simulateShard');
    expect(imported).toEqual(names);
    expect(different).toEqual([]);
  });

  it('knows the shard and the errors of a simulation on both sides', async () => {
    await writeFile(
      join(project, 'imports.mjs'),
      `export { CheckpointError, currentShard } from 'kcl-ts';\nexport { simulateShard } from 'kcl-ts/testing';\n`,
    );
    const printed = await run(
      'across.cjs',
      `const { CheckpointError, currentShard } = require('kcl-ts');
import('../imports.mjs').then(async (imported) => {
  await imported.simulateShard({
    async processRecords({ checkpointer }) {
      console.log(currentShard().shardId, imported.currentShard().shardId);
      const error = await checkpointer.checkpoint('9'.repeat(56)).catch((thrown) => thrown);
      console.log(error instanceof CheckpointError, error instanceof imported.CheckpointError);
    },
  }, { records: ['a'] });
});`,
    );
    expect(printed.split('\n')).toEqual(['shardId-000000000000 shardId-000000000000', 'true true']);
  });

  it('serves the tests that Jest runs in a project in CommonJS', async () => {
    await writeFile(
      join(project, 'processor.test.js'),
      `const { CheckpointError } = require('kcl-ts');
const { simulateShard } = require('kcl-ts/testing');

test('checkpoints what it has read', async () => {
  const { checkpoint } = await simulateShard(
    { processRecords: ({ records, checkpointer }) => checkpointer.checkpoint(records.at(-1)) },
    { records: ['a', 'b'] },
  );
  expect(checkpoint.sequenceNumber).toMatch(/1$/);
});

test('sees its errors', async () => {
  const simulation = simulateShard(
    { processRecords: ({ checkpointer }) => checkpointer.checkpoint('9'.repeat(56)) },
    { records: ['a'] },
  );
  await expect(simulation).rejects.toThrow(CheckpointError);
});
`,
    );
    const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
    const { stderr } = await execa(process.execPath, [jest, '--rootDir', project, '--no-cache'], {
      cwd: project,
    });
    expect(stderr).toContain('Tests:       2 passed');
  });
});
