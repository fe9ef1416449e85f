import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { packInto, unpackInto } from './support/packed.js';

const consumer = `import { CheckpointError, defineProcessor, type KinesisClientRecord } from 'kcl-ts';
import { simulateShard, type ShardSimulation } from 'kcl-ts/testing';

const counts: Record<string, number> = {};
export const textOf = (record: KinesisClientRecord): string => record.text();
export const processor = defineProcessor({
  async processRecords({ records, checkpointer }) {
    for (const record of records) counts[textOf(record)] = 1;
    await checkpointer.checkpoint(records.at(-1)).catch((error: unknown) => {
      if (!(error instanceof CheckpointError)) throw error;
      const shard: string = error.shardId;
      return shard;
    });
  },
});
export const simulate = (): Promise<ShardSimulation> => simulateShard(processor, { records: ['a'] });
`;
const mistake = `import { compareSequence } from 'kcl-ts';\nexport const order = compareSequence(1, 2);\n`;

const settings: [module: string, moduleResolution: string][] = [
  ['commonjs', 'node10'],
  ['esnext', 'node10'],
  ['node16', 'node16'],
  ['node20', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
  ['preserve', 'bundler'],
];

let project: string;

beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
  await writeFile(join(project, 'package.json'), '{ "private": true }\n');
  await unpackInto(project);
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** What TypeScript says of files that import the package, and of the package's own declarations. */
async function problemsOf(module: string, moduleResolution: string, source: string): Promise<string[]> {
  const files = ['consumer.mts', 'consumer.cts', 'consumer.ts'].map((name) => join(project, name));
  for (const file of files) await writeFile(file, source);
  const settings = {
    module,
    moduleResolution,
    // node10 is deprecated
    ignoreDeprecations: '6.0',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022'],
    types: [],
  };
  const { options, errors } = ts.convertCompilerOptionsFromJson(settings, project);
  const program = ts.createProgram(files, options);
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

describe('the types of the package', () => {
  it.each(settings)(
    'serve ES modules and CommonJS with module %s and moduleResolution %s',
    async (module, moduleResolution) => {
      expect(await problemsOf(module, moduleResolution, consumer)).toEqual([]);
    },
  );

  it('find a mistake in each kind of file', async () => {
    const problems = await problemsOf('nodenext', 'nodenext', mistake);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/'number' is not assignable to parameter of type 'SequencePosition'/);
  });
});

describe('the packed package', () => {
  it('gives every way of importing it what it expects', async () => {
    const { tarball } = await packInto(await temporaryFolder());
    const data = await readFile(tarball);
    const { problems } = (await checkPackage(createPackageFromTarballData(data))) as { problems: unknown[] };
    expect(problems).toEqual([]);
    const packed = { tarball: new Uint8Array(data).buffer };
    const { messages, pkg } = await publint({ pack: packed, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});
