import type * as ChildProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemCode } from '../errors.js';
import { requireBuiltin } from './node-internals.js';
import { findForNode, findSource, isRelative } from './find-source.js';
import type { LazySourceMaps } from './source-maps.js';
import {
  isInNodeModules,
  isTypeScript,
  manifestName,
  type CompiledModule,
  type Manifest,
  type ProjectPaths,
} from './manifest.js';

export interface CompiledText extends CompiledModule {
  readonly text: string;
}

/** The compiled modules of one run, as a process that runs the processor sees them. */
export class CompiledModules {
  readonly #folder: string;
  readonly #maps: LazySourceMaps | undefined;
  readonly #packs = new Map<string, WeakRef<Buffer>>();
  #manifest: Manifest | undefined;
  /** Of the folder, with a slash at its end. */
  #address: string | undefined;

  /**
   * @param folder where the manifest is, or will be by the time that a module of the project is loaded
   * @param maps what gives node the source maps, or undefined if they have to be in the texts
   */
  constructor(folder: string, maps?: LazySourceMaps) {
    this.#folder = folder;
    this.#maps = maps;
  }

  /** Whether a file's text is to come from here. */
  has(path: string): boolean {
    return isTypeScript(path) && this.#read() !== undefined;
  }

  /**
   * A TypeScript file's compiled text. What was not foreseen, as an `import()` with a computed name is not, is compiled
   * now, in a process of its own that ends with it.
   *
   * @param name what node knows the module by: its path, or its address. Undefined to get the source map in the text
   */
  get(path: string, name?: string): CompiledText {
    const found = this.#read()?.modules[path] ?? this.#read(true)?.modules[path] ?? this.#compile(path);
    return { ...found, text: this.#textOf(found, name) };
  }

  #textOf({ pack, at, map }: CompiledModule, name: string | undefined): string {
    const packed = this.#packs.get(pack)?.deref() ?? this.#readPack(pack);
    if (this.#maps === undefined || name === undefined) return packed.toString('utf8', at.start, at.mapEnd);
    const text = packed.toString('utf8', at.start, at.end);
    this.#address ??= pathToFileURL(join(this.#folder, '/')).href;
    return text + this.#maps.add(name, { map: this.#address + map, text });
  }

  /** Let go when the modules are loaded. */
  #readPack(name: string): Buffer {
    const bytes = readFileSync(join(this.#folder, name));
    this.#packs.set(name, new WeakRef(bytes));
    return bytes;
  }

  /** What a specifier means in a file of the project, where node alone would find something else. */
  find(specifier: string, importer: string): string | undefined {
    if (isInNodeModules(importer) && !isTypeScript(importer)) return undefined;
    if (!isTypeScript(importer) && isRelative(specifier)) return undefined;
    const known = this.#read()?.modules[importer]?.found;
    if (known !== undefined && Object.hasOwn(known, specifier)) return known[specifier];
    return findSource(specifier, importer, this.#projectOf(importer));
  }

  /** What a specifier that node did not find may stand for: a bundler's leniency, and JavaScript that imports TypeScript. */
  findMissing(specifier: string, importer: string): string | undefined {
    if (isInNodeModules(importer) && !isTypeScript(importer)) return undefined;
    const source = findSource(specifier, importer, this.#projectOf(importer));
    if (source !== undefined || !isRelative(specifier)) return source;
    return findForNode(join(dirname(importer), specifier));
  }

  /** The file that stands for a package of this name, whoever imports it. */
  own(specifier: string, kind: 'import' | 'require'): string | undefined {
    const own = this.#read()?.own;
    return own !== undefined && Object.hasOwn(own, specifier) ? own[specifier]?.[kind] : undefined;
  }

  #projectOf(importer: string): ProjectPaths | undefined {
    const manifest = this.#read();
    if (manifest === undefined || isInNodeModules(importer)) return undefined;
    for (let folder = dirname(importer); ; folder = dirname(folder)) {
      const index = manifest.folders[folder];
      if (index !== undefined) return manifest.projects[index];
      if (dirname(folder) === folder) return undefined;
    }
  }

  #compile(path: string): CompiledModule {
    const compiler = this.#read()?.compiler;
    if (compiler === undefined) throw new Error(`${path} has not been compiled`);
    // What the user's own preloads do is for the processor, not for a compiler.
    const env = { ...process.env, NODE_OPTIONS: '' };
    // Loaded when it is needed, which it hardly ever is: it takes a tenth of what starting node takes.
    const { execFileSync } = requireBuiltin('node:child_process') as typeof ChildProcess;
    const failure = execFileSync(process.execPath, [compiler, this.#folder, path], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      windowsHide: true,
    });
    if (failure !== '') throw new SyntaxError(failure);
    const compiled = this.#read(true)?.modules[path];
    if (compiled === undefined) throw new Error(`${path} could not be compiled`);
    return compiled;
  }

  /** Undefined for as long as there is none. */
  #read(again = false): Manifest | undefined {
    if (this.#manifest !== undefined && !again) return this.#manifest;
    try {
      this.#manifest = JSON.parse(readFileSync(join(this.#folder, manifestName), 'utf8')) as Manifest;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
    return this.#manifest;
  }
}
