import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, resolve } from 'node:path';
import type { Message } from 'esbuild';
import { findForNode, findSource, isFile, isRelative } from '../../loader/find-source.js';
import { isInNodeModules, isTypeScript, type ModuleFormat } from '../../loader/manifest.js';
import { hasModuleSyntax } from './module-format.js';
import { dropTypes } from '../transform/drop-types.js';
import { exportNames } from './export-names.js';
import { isAwsKcl } from './aws-kcl.js';
import { missingModules, type MissingModule } from './missing-modules.js';
import { packageType } from './package-type.js';
import { scan, type Scanned } from './scan.js';
import type { WalkedModule } from './walked-module.js';
import { Transformer } from '../transform/index.js';
import type { Project, Projects } from '../tsconfig/index.js';

export interface Walked {
  /** All that were read, also those that could not be compiled. */
  readonly files: ReadonlySet<string>;
  readonly modules: ReadonlyMap<string, WalkedModule>;
  readonly formats: ReadonlyMap<string, ModuleFormat>;
  /** The project of each folder that holds a module. */
  readonly folders: ReadonlyMap<string, Project>;
  readonly warnings: readonly Located[];
  readonly errors: readonly Located[];
  readonly missing: readonly MissingModule[];
  /** The files of aws-kcl that a module asks for by their path, as its samples do. */
  readonly awsKcl: readonly string[];
}

/** What the compiler has to say, with the file that it says it of. */
export interface Located {
  readonly path: string;
  readonly message: Message;
}

/**
 * Compiles every TypeScript file that a file leads to, each by itself. Plain JavaScript is read for what it asks for, and
 * left to node; packages are left alone, unless they ship TypeScript or node_modules only links to them.
 *
 * @throws KclTsError PROCESSOR_INVALID for a tsconfig.json that cannot be used
 */
export async function walk(entry: string, projects: Projects): Promise<Walked> {
  const modules = new Map<string, WalkedModule>();
  const formats = new Map<string, ModuleFormat>();
  const folders = new Map<string, Project>();
  const warnings: Located[] = [];
  const errors: Located[] = [];
  const missing: MissingModule[] = [];
  const transformer = new Transformer();
  const seen = new Set<string>();
  const awsKcl = new Set<string>();

  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const project = projects.of(path);
    folders.set(dirname(path), project);
    const scanned = isTypeScript(path) ? await compile(path, project) : await read(path);
    const found = scanned.specifiers.flatMap((specifier) => find(specifier, path, project) ?? []);
    found.filter(isAwsKcl).forEach((file) => awsKcl.add(file));
    await Promise.all(found.filter((file) => isToBeRead(file) && !awsKcl.has(file)).map(visit));
  };
  const compile = async (path: string, project: Project): Promise<Scanned> => {
    try {
      const { source, code, format, warnings: found } = await transformer.transform(path, project);
      warnings.push(...found.map((message) => ({ path, message })));
      const scanned = await scan(code, format);
      modules.set(path, { path, code, format, ...scanned });
      formats.set(path, format);
      missing.push(
        ...missingModules(path, source, project).filter((it) => scanned.specifiers.includes(it.specifier)),
      );
      return scanned;
    } catch (error) {
      const messages = messagesOf(error);
      if (messages === undefined) throw error;
      errors.push(...messages.map((message) => ({ path, message })));
      return nothing;
    }
  };
  const read = async (path: string): Promise<Scanned> => {
    const code = await readFile(path, 'utf8');
    const format = javaScriptFormat(path, code);
    formats.set(path, format);
    try {
      return await scan(code, format);
    } catch {
      // node says what is wrong with it, when it loads it
      return nothing;
    }
  };
  try {
    await visit(entry);
  } finally {
    await transformer.end();
  }
  await dropAllTypes(modules, (path) => projects.of(path));
  return { files: seen, modules, formats, folders, warnings, errors, missing, awsKcl: [...awsKcl] };
}

/** When all is known: what a module exports may come from any other, and so be no more than a type itself. */
async function dropAllTypes(
  modules: Map<string, WalkedModule>,
  projectOf: (path: string) => Project,
): Promise<void> {
  for (let changed = true; changed;) {
    changed = false;
    for (const module of modules.values()) {
      if (module.format !== 'module') continue;
      const { paths } = projectOf(module.path);
      const code = dropTypes(module.code, (specifier) => {
        const target = modules.get(findSource(specifier, module.path, paths) ?? '');
        const found = target?.format === 'module' ? exportNames(target, modules) : undefined;
        return found?.more === false ? found.names : undefined;
      });
      if (code === module.code) continue;
      changed = true;
      modules.set(module.path, { ...module, code, ...(await scan(code, 'module')) });
    }
  }
}

const nothing: Scanned = { specifiers: [], names: [], reexports: [] };

/** The file that a specifier leads to. */
function find(specifier: string, importer: string, project: Project): string | undefined {
  if (isBuiltin(specifier) || /^[a-z]+:/.test(specifier)) return undefined;
  return (
    findSource(specifier, importer, project.paths) ??
    (isRelative(specifier) ? findForNode(resolve(dirname(importer), specifier)) : linked(specifier, importer))
  );
}

/** Whether a file is one to go into. */
function isToBeRead(file: string): boolean {
  return isTypeScript(file) || (/\.[cm]?js$/.test(file) && !isInNodeModules(file));
}

/** What node makes of a name in node_modules, of `#name` and of a package's own name. */
function linked(specifier: string, importer: string): string | undefined {
  try {
    const path = createRequire(importer).resolve(specifier);
    return isFile(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function javaScriptFormat(path: string, code: string): ModuleFormat {
  const extension = extname(path);
  if (extension === '.mjs') return 'module';
  if (extension === '.cjs') return 'commonjs';
  return packageType(path) ?? (hasModuleSyntax(code) ? 'module' : 'commonjs');
}

function messagesOf(error: unknown): Message[] | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined;
  return error.errors as Message[];
}
