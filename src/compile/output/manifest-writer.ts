import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findSource } from '../../loader/find-source.js';
import {
  manifestName,
  type CompiledModule,
  type Manifest,
  type ProjectPaths,
} from '../../loader/manifest.js';
import { ownFile } from '../../own-files.js';
import { awsKcl, packageEntries } from '../../child/package-entries.js';
import { exportNames } from '../walk/export-names.js';
import { Pack } from './pack.js';
import type { Walked } from '../walk/index.js';
import type { WalkedModule } from '../walk/walked-module.js';

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
      [...packageEntries, ...walked.awsKcl.map((file) => [file, awsKcl] as const)].map(([name, path]) => [
        name,
        { import: path, require: path },
      ]),
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
  const pack = new Pack(folder);
  const projects = [...before.projects];
  const indexes = new Map<ProjectPaths, number>();
  const indexOf = (paths: ProjectPaths): number => {
    const index = indexes.get(paths) ?? projects.push(paths) - 1;
    indexes.set(paths, index);
    return index;
  };
  const compiled: Record<string, CompiledModule> = {};
  for (const module of modules.values()) {
    const { paths } = folders.get(dirname(module.path)) ?? {};
    compiled[module.path] = describe(module, { pack, modules, paths });
  }
  pack.write();
  return {
    folders: {
      ...before.folders,
      ...Object.fromEntries([...folders].map(([name, { paths }]) => [name, indexOf(paths)])),
    },
    modules: { ...before.modules, ...compiled },
    projects,
  };
}

function describe(module: WalkedModule, { pack, modules, paths }: Surroundings): CompiledModule {
  const { path, code, format, specifiers } = module;
  const found = Object.fromEntries(
    specifiers.flatMap((specifier) => {
      const source = findSource(specifier, path, paths);
      return source === undefined ? [] : [[specifier, source]];
    }),
  );
  const compiled = { ...pack.add(path, code), format, found };
  return format === 'module' ? compiled : { ...compiled, names: [...exportNames(module, modules).names] };
}

interface Surroundings {
  readonly pack: Pack;
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
