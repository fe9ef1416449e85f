import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scaffold } from '../../src/scaffold/scaffold.js';
import { packageVersion } from '../../src/version.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('scaffold', () => {
  it('writes a project named after its folder, with every placeholder filled', async () => {
    const folder = join(await temporaryFolder(), 'My Consumer');
    const files = await scaffold({ folder, stream: 'orders' });
    expect(files.sort()).toEqual(
      [
        '.gitignore',
        'README.md',
        'package.json',
        'sample-records.txt',
        'src/processor.ts',
        'tsconfig.json',
      ].sort(),
    );
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      scripts: Record<string, string>;
      dependencies: Record<string, string>;
    };
    expect(manifest.name).toBe('my-consumer');
    expect(manifest.dependencies['kcl-ts']).toBe(`^${packageVersion}`);
    expect(manifest.scripts['dev']).toContain('--stream orders --app my-consumer --local');
    for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/\{\{|\}\}/);
  });

  it('overwrites nothing and writes nothing when a file is already there', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'processor.ts'), 'mine');
    await expect(scaffold({ folder, stream: 's' })).rejects.toMatchObject({
      code: 'TARGET_NOT_EMPTY',
      exitCode: 2,
      message: `${folder} already has src/processor.ts; nothing was written`,
    });
    expect(await readdir(folder)).toEqual(['src']);
    expect(await readFile(join(folder, 'src', 'processor.ts'), 'utf8')).toBe('mine');
  });

  it('takes a folder that already holds other files', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'NOTES'), 'x');
    await scaffold({ folder, stream: 's' });
    expect(await readdir(folder)).toContain('package.json');
  });
});

describe('kcl-ts init', () => {
  it('says what it wrote and what to do next', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr, stdout } = await runCli(['init', 'my-consumer'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('wrote my-consumer/src/processor.ts');
    expect(stderr).toContain('cd my-consumer\n  npm install\n  npm run dev');
  });

  it('exits 2 with one message when the target is a file', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'taken'), '');
    const { exitCode, stderr } = await runCli(['init', 'taken'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^kcl-ts: .*taken is not a folder/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
