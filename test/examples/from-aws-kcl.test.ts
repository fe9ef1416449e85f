import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';

const files = ['examples/from-aws-kcl/app.cjs', 'examples/from-aws-kcl/processor.ts'];

it('a processor in TypeScript does what the program of aws-kcl beside it does', async () => {
  const [before, after] = await Promise.all(
    files.map((file) => runCli(['simulate', file, '-', '--inject', 'shard-end'], { input: 'one\ntwo\n' })),
  );
  const said = /shardId-000000000000 key-1 two/;
  expect(before?.stderr).toMatch(said);
  expect(after?.stderr).toMatch(said);
  expect(before?.stdout).toContain('checkpoint SHARD_END');
  expect(after?.stdout).toBe(before?.stdout);
});

it('docs/migrating.md shows both as they are', async () => {
  const page = await readFile('docs/migrating.md', 'utf8');
  for (const file of files) expect(page).toContain(await readFile(file, 'utf8'));
});
