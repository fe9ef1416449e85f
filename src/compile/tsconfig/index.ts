import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  createFilesMatcher,
  createPathsMatcher,
  findTsconfig,
  parseTsconfig,
  type Cache,
  type TsConfigJson,
  type TsConfigJsonResolved,
} from 'get-tsconfig';
import { KclTsError, messageOf, systemCode } from '../../errors.js';
import { isFile } from '../../loader/find-source.js';
import { isInNodeModules, type ProjectPaths } from '../../loader/manifest.js';
import { howToInstall } from '../how-to-install.js';

/** A tsconfig.json with all that it extends. */
export interface Project {
  /** Undefined for files that no tsconfig.json is for. */
  readonly path: string | undefined;
  readonly options: TsConfigJson.CompilerOptions;
  readonly paths: ProjectPaths;
}

/** Which tsconfig.json each file of a processor is compiled by. */
export class Projects {
  readonly #named: string | undefined;
  /** The tsconfig.json that the named one takes the place of. */
  readonly #replaced: string | undefined;
  readonly #cache: Cache = new Map<string, unknown>();
  readonly #projects = new Map<string, Project>();

  /**
   * @param entry path of the processor
   * @param named path of a tsconfig.json to take for the processor's own package, whatever its name
   */
  constructor(entry: string, named?: string) {
    this.#named = named;
    this.#replaced = named === undefined ? undefined : this.#nearest(entry);
  }

  /**
   * The nearest tsconfig.json above a file; if that one leaves the file to a project that it refers to, that project's.
   *
   * @throws KclTsError PROCESSOR_INVALID if it cannot be read, or extends what is not there
   */
  of(file: string): Project {
    // What is installed was compiled by its author; what its tsconfig.json extends is not there.
    if (isInNodeModules(file)) return noProject;
    const nearest = this.#nearest(file);
    if (this.#named !== undefined && nearest === this.#replaced) return this.#project(this.#named);
    if (nearest === undefined) return noProject;
    return this.#project(this.#referenced(nearest, file, new Set()) ?? nearest);
  }

  #nearest(file: string): string | undefined {
    return findTsconfig(dirname(file), 'tsconfig.json', this.#cache);
  }

  #referenced(path: string, file: string, seen: Set<string>): string | undefined {
    if (seen.has(path)) return undefined;
    seen.add(path);
    const config = this.#parse(path);
    const { references = [] } = config;
    if (references.length === 0 && seen.size === 1) return path;
    if (createFilesMatcher({ path, config })(file) !== undefined) return path;
    for (const reference of references) {
      const target = resolve(dirname(path), reference.path);
      const found = isFile(target) ? target : join(target, 'tsconfig.json');
      if (!isFile(found)) throw unreadable(path, `it refers to ${reference.path}, which is not there`);
      const project = this.#referenced(found, file, seen);
      if (project !== undefined) return project;
    }
    return undefined;
  }

  #project(path: string): Project {
    const known = this.#projects.get(path);
    if (known !== undefined) return known;
    const { compilerOptions: options = {} } = this.#parse(path);
    const project = { path, options, paths: pathsOf(path, options) };
    this.#projects.set(path, project);
    return project;
  }

  #parse(path: string): TsConfigJsonResolved {
    checkSyntax(path);
    try {
      return parseTsconfig(path, this.#cache);
    } catch (error) {
      throw unreadable(path, messageOf(error));
    }
  }
}

const noProject: Project = { path: undefined, options: {}, paths: { paths: {}, rootDirs: [] } };

function pathsOf(path: string, options: TsConfigJson.CompilerOptions): ProjectPaths {
  const absolute = (name: string): string => resolve(dirname(path), name);
  // The matcher knows which of the files that extend each other a path is relative to. A pattern fits itself.
  const match = createPathsMatcher({ path, config: { compilerOptions: options } });
  const patterns = Object.keys(options.paths ?? {});
  return {
    paths: Object.fromEntries(patterns.map((pattern) => [pattern, match?.(pattern) ?? []])),
    ...(options.baseUrl === undefined ? {} : { baseUrl: absolute(options.baseUrl) }),
    rootDirs: (options.rootDirs ?? []).map(absolute),
  };
}

/** The reader takes what it understands of a damaged file, and says nothing. */
function checkSyntax(path: string): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, `it cannot be read (${systemCode(error) ?? messageOf(error)})`);
  }
  try {
    JSON.parse(withoutComments(text));
  } catch (error) {
    throw unreadable(path, messageOf(error));
  }
}

/** Comments and commas before a bracket are no part of JSON; a byte order mark is none of a text. */
function withoutComments(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
}

function unreadable(path: string, message: string): KclTsError {
  const missing = /^File '(.+)' not found\.$/.exec(message)?.[1];
  const why = missing === undefined ? message : `it extends ${missing}, which is not there`;
  const install = missing === undefined ? undefined : howToInstall(missing, dirname(path), { dev: true });
  return new KclTsError('PROCESSOR_INVALID', `${path} cannot be used: ${why}`, {
    hint:
      install !== undefined ? `install it: ${install}` : 'mend the file, or name another one with --tsconfig',
  });
}
