import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../src/scaffold/project.js';
import { scaffold } from '../../src/scaffold/scaffold.js';
import { packageVersion } from '../../src/version.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const project = (folder: string): Project => ({
  folder,
  stream: 'orders',
  application: 'my-consumer',
  region: 'eu-west-1',
  packageManager: 'npm',
  template: 'basic',
});

const read = (folder: string, file: string): Promise<string> => readFile(join(folder, file), 'utf8');

describe('scaffold', () => {
  it('writes a project named after its folder, with every placeholder filled', async () => {
    const folder = join(await temporaryFolder(), 'My Consumer');
    const files = await scaffold(project(folder));
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'package.json', 'src/processor.ts']));
    const manifest = JSON.parse(await read(folder, 'package.json')) as {
      name: string;
      scripts: Record<string, string>;
      dependencies: Record<string, string>;
    };
    expect(manifest.name).toBe('my-consumer');
    expect(manifest.dependencies['kcl-ts']).toBe(`^${packageVersion}`);
    expect(manifest.scripts['dev']).toContain('--stream orders --app my-consumer --local');
    for (const file of files) expect(await read(folder, file)).not.toMatch(/(?<!\$)\{\{|undefined/);
  });

  it('overwrites nothing and writes nothing when a file is already there', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'processor.ts'), 'mine');
    await expect(scaffold(project(folder))).rejects.toMatchObject({
      code: 'TARGET_NOT_EMPTY',
      exitCode: 2,
      message: `${folder} already has src/processor.ts; nothing was written`,
    });
    expect(await readdir(folder)).toEqual(['src']);
    expect(await read(folder, 'src/processor.ts')).toBe('mine');
  });

  it('takes a link that leads nowhere for a file that is there, and does not write where it leads', async () => {
    const folder = await temporaryFolder();
    await symlink(join(folder, 'elsewhere'), join(folder, 'README.md'));
    await expect(scaffold(project(folder))).rejects.toThrow(/already has README\.md/);
    expect(await readdir(folder)).toEqual(['README.md']);
  });

  it('asks for each file that is there, and does with it as told', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'README.md'), 'mine');
    await writeFile(join(folder, 'package.json'), 'mine');
    const asked: string[] = [];
    const written = await scaffold(project(folder), {
      onClash: (file) => {
        asked.push(file);
        return Promise.resolve(file === 'package.json' ? 'overwrite' : 'keep');
      },
    });
    expect(asked).toEqual(['README.md', 'package.json']);
    expect(written).not.toContain('README.md');
    expect(await read(folder, 'README.md')).toBe('mine');
    expect(JSON.parse(await read(folder, 'package.json'))).toMatchObject({ private: true });
  });

  it('leaves all as it was when the last file cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'README.md'), 'mine');
    await writeFile(join(folder, 'test'), 'a file where a folder has to be');
    const attempt = scaffold(project(folder), { onClash: () => Promise.resolve('overwrite') });
    await expect(attempt).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' });
    expect(await read(folder, 'README.md')).toBe('mine');
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['README.md', 'test']);
  });

  it('takes a folder that already holds other files', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'NOTES'), 'x');
    await scaffold(project(folder));
    expect(await readdir(folder)).toContain('package.json');
  });
});
