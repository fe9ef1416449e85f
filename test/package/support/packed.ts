import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packs what is built: it is there already, and other suites use it at this moment. */
export async function packInto(folder: string): Promise<{ tarball: string }> {
  const { filename } = await pack('--pack-destination', folder);
  return { tarball: join(folder, filename) };
}

/** The paths in what users get from npm. */
export async function packedFiles(): Promise<string[]> {
  const { files } = await pack('--dry-run');
  return files.map(({ path }) => path);
}

async function pack(...args: readonly string[]): Promise<{ filename: string; files: { path: string }[] }> {
  const { stdout } = await execa('npm', ['pack', '--json', '--ignore-scripts', ...args], { cwd: root });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return packed;
}

/** Puts the package into a project's node_modules, without the packages that it needs. */
export async function unpackInto(project: string): Promise<void> {
  const modules = join(project, 'node_modules');
  await mkdir(modules, { recursive: true });
  const { tarball } = await packInto(modules);
  await execa('tar', ['-xzf', tarball, '-C', modules]);
  await rename(join(modules, 'package'), join(modules, 'kcl-ts'));
}
