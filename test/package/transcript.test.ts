import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, readPages } from '../readme/pages.js';
import { plainShell } from '../support/plain-shell.js';
import { packInto } from './support/packed.js';

/** What a newcomer types: the README's commands in an empty folder, then those of the start page. */
const pages = ['README.md', 'docs/start.md'];

/** The package comes from the tarball, where a newcomer gets it from npm. */
const fromTarball = `
npm() {
  if [ "$*" = install ] || [ "$*" = 'install kcl-ts' ]; then
    command npm install --no-audit --no-fund "$TARBALL"
  else
    command npm "$@"
  fi
}
`;

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts é ')));
  ({ tarball } = await packInto(folder));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a newcomer', () => {
  it('gets from nothing to a consumer by the commands of the README and the start page, in order', async () => {
    const texts = await readPages();
    const blocks = pages.flatMap((page) => codeBlocks(texts.get(page) ?? ''));
    const cwd = join(folder, 'empty folder');
    await mkdir(cwd);
    // "Write a processor, processor.ts"
    await writeFile(join(cwd, 'processor.ts'), blocks.find(({ language }) => language === 'ts')?.text ?? '');
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
    const script = join(folder, 'transcript.sh');
    await writeFile(script, `${fromTarball}set -eux\n${commands.join('')}`);

    const { exitCode, all } = await execa('sh', [script], {
      cwd,
      env: { ...plainShell, TARBALL: tarball, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
      stdin: 'ignore',
      all: true,
      reject: false,
    });
    expect({ exitCode, all: exitCode === 0 ? '' : all }).toEqual({ exitCode: 0, all: '' });
    // each of them was run, and did its work
    expect(all).toMatch(/key-\d+ each shard keeps its records in order/);
    expect(all).toMatch(/^\+ cd my-consumer$/m);
    expect(all).toContain('A checkpoint says: all up to here is done.');
    expect(all).toMatch(/^ok +compiler/m);
    expect(all).toMatch(/^(?:ℹ|#) pass [1-9]/m);
    expect(all).toContain('"kinesis:GetRecords"');
    expect(all).toContain('software.amazon.kinesis.multilang.MultiLangDaemon');
    expect(all).not.toMatch(/internal error|defect of kcl-ts/);
  }, 300_000);
});
