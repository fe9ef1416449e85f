import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { systemCode } from '../errors.js';
import { facadeOf, jsonFacade } from './facade.js';
import { isInNodeModules, isTypeScript } from './manifest.js';
import type { CompiledModules } from './modules.js';

export interface LoadedSource {
  readonly format: 'module' | 'commonjs';
  readonly source: string;
}

/** What the import hooks answer, in whatever way this node lets them be installed. Undefined: node's own answer holds. */
export class EsHooks {
  readonly #modules: CompiledModules;

  constructor(modules: CompiledModules) {
    this.#modules = modules;
  }

  /** The URL that an import means, where node alone would find something else. */
  resolve(specifier: string, parentUrl: string | undefined): string | undefined {
    const own = this.#modules.own(specifier, 'import');
    if (own !== undefined) return pathToFileURL(own).href;
    const parent = pathOf(parentUrl);
    const { path, suffix } = splitSpecifier(specifier);
    const found = this.#modules.find(path, parent ?? path);
    return found === undefined ? undefined : pathToFileURL(found).href + suffix;
  }

  /** The same for an import that node cannot resolve. */
  resolveMissing(specifier: string, parentUrl: string | undefined, error: unknown): string | undefined {
    const code = systemCode(error);
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return undefined;
    const parent = pathOf(parentUrl);
    const { path, suffix } = splitSpecifier(specifier);
    const target = pathOf(urlOf(error));
    const found =
      this.#modules.findMissing(path, parent ?? path) ??
      // what `imports` or `exports` of a package.json name
      (target === undefined ? undefined : this.#modules.findMissing(target, target)) ??
      this.#asRequired(path, parent);
    return found === undefined ? undefined : pathToFileURL(found).href + suffix;
  }

  /** The text of a module that node cannot load as it is. */
  load(url: string, attributes: Readonly<Record<string, string>> | undefined): LoadedSource | undefined {
    const path = pathOf(url);
    if (path === undefined) return undefined;
    if (path.endsWith('.json')) {
      if (attributes?.['type'] !== undefined || isInNodeModules(path)) return undefined;
      return { format: 'module', source: jsonFacade(readFileSync(path, 'utf8')) };
    }
    if (!this.#modules.has(path)) return undefined;
    const { format, text, names } = this.#modules.get(path, url);
    if (format === 'module') return { format, source: text };
    return { format: 'module', source: facadeOf(path, names ?? []) };
  }

  /** The text of a module for `require`, where its hooks come before those of CommonJS. */
  loadRequired(url: string): (LoadedSource & { readonly shortCircuit: true }) | undefined {
    const path = pathOf(url);
    if (path === undefined || !this.#modules.has(path)) return undefined;
    const { format, text } = this.#modules.get(path, path);
    return { format, source: text, shortCircuit: true };
  }

  /** A file in a package by a name without extension, in TypeScript whose author relied on a bundler. */
  #asRequired(specifier: string, parent: string | undefined): string | undefined {
    if (parent === undefined || !isTypeScript(parent)) return undefined;
    try {
      return createRequire(parent).resolve(specifier);
    } catch {
      return undefined;
    }
  }
}

/** An address with a query is another module for whoever added it, such as a hook that wraps this one. */
function pathOf(url: string | undefined): string | undefined {
  if (url?.startsWith('file:') !== true) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function urlOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('url' in error)) return undefined;
  return typeof error.url === 'string' ? error.url : undefined;
}

/** The path in a specifier, and a query or hash after it. */
function splitSpecifier(specifier: string): { readonly path: string; readonly suffix: string } {
  if (specifier.startsWith('file:')) {
    const { search, hash } = new URL(specifier);
    return { path: pathOf(specifier) ?? specifier, suffix: search + hash };
  }
  if (!/^\.{0,2}\//.test(specifier)) return { path: specifier, suffix: '' };
  const end = specifier.search(/[?#]/);
  const path = end === -1 ? specifier : specifier.slice(0, end);
  return { path: decode(path), suffix: end === -1 ? '' : specifier.slice(end) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
