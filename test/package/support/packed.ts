import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Packed {
  /** What users get from npm. */
  readonly tarball: string;
  /** The paths in it. */
  readonly files: readonly string[];
}

/** Packs what is built: it is there already, and other suites use it at this moment. */
export async function packInto(folder: string): Promise<Packed> {
  const { stdout } = await execa(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: root },
  );
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Puts the package into a project's node_modules, without the packages that it needs. */
export async function unpackInto(project: string): Promise<void> {
  const modules = join(project, 'node_modules');
  await mkdir(modules, { recursive: true });
  const { tarball } = await packInto(modules);
  await execa('tar', ['-xzf', tarball, '-C', modules]);
  await rename(join(modules, 'package'), join(modules, 'kcl-ts'));
}
