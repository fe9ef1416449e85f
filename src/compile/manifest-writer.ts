import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findSource } from '../loader/find-source.js';
import { manifestName, type CompiledModule, type Manifest, type ProjectPaths } from '../loader/manifest.js';
import { ownFile } from '../own-files.js';
import { packageEntries } from '../child/package-entries.js';
import { exportNames } from './export-names.js';
import type { Walked } from './walk.js';
import type { WalkedModule } from './walked-module.js';

/** Writes what has been compiled for the processes that run the processor. */
export function writeManifest(
  folder: string,
  walked: Walked,
  { entry, tsconfig }: { readonly entry: string; readonly tsconfig?: string | undefined },
): Manifest {
  const manifest: Manifest = {
    entry: { path: entry, format: walked.formats.get(entry) ?? 'module' },
    ...added({ modules: {}, projects: [], folders: {} }, folder, walked),
    own: Object.fromEntries(
      [...packageEntries].map(([name, path]) => [name, { import: path, require: path }]),
    ),
    compiler: ownFile('dist/compile/entry/compile-later.js'),
    ...(tsconfig === undefined ? {} : { tsconfig }),
  };
  write(folder, manifest);
  return manifest;
}

/** Adds what has been compiled since, for whoever asks next. */
export function extendManifest(folder: string, walked: Walked): void {
  const manifest = readManifest(folder);
  write(folder, { ...manifest, ...added(manifest, folder, walked) });
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as Manifest;
}

type Compiled = Pick<Manifest, 'modules' | 'projects' | 'folders'>;

function added(before: Compiled, folder: string, { modules, folders }: Walked): Compiled {
  const projects = [...before.projects];
  const indexes = new Map<ProjectPaths, number>();
  const indexOf = (paths: ProjectPaths): number => {
    const index = indexes.get(paths) ?? projects.push(paths) - 1;
    indexes.set(paths, index);
    return index;
  };
  return {
    folders: {
      ...before.folders,
      ...Object.fromEntries([...folders].map(([name, { paths }]) => [name, indexOf(paths)])),
    },
    modules: {
      ...before.modules,
      ...Object.fromEntries(
        [...modules.values()].map((module) => [
          module.path,
          writeModule(folder, module, { modules, paths: folders.get(dirname(module.path))?.paths }),
        ]),
      ),
    },
    projects,
  };
}

function writeModule(folder: string, module: WalkedModule, { modules, paths }: Surroundings): CompiledModule {
  const { path, code, format, specifiers } = module;
  const file = `${createHash('sha1').update(path).digest('hex').slice(0, 20)}.js`;
  writeFileSync(join(folder, file), code);
  const found = Object.fromEntries(
    specifiers.flatMap((specifier) => {
      const source = findSource(specifier, path, paths);
      return source === undefined ? [] : [[specifier, source]];
    }),
  );
  if (format === 'module') return { file, format, found };
  return { file, format, found, names: [...exportNames(module, modules).names] };
}

interface Surroundings {
  readonly modules: ReadonlyMap<string, WalkedModule>;
  /** Of the project that the module belongs to. */
  readonly paths: ProjectPaths | undefined;
}

/** In one step, for a process may read it at any time. */
function write(folder: string, manifest: Manifest): void {
  const temporary = join(folder, `${manifestName}.${process.pid}`);
  writeFileSync(temporary, JSON.stringify(manifest));
  renameSync(temporary, join(folder, manifestName));
}
