import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { isInNodeModules, isTypeScript, type ProjectPaths } from './manifest.js';

/**
 * The file that TypeScript would find for a specifier, where node alone would find another or none: `./a.js` for `a.ts`,
 * `./a` and folders with an `index.ts`, the `paths`, `baseUrl` and `rootDirs` of the tsconfig.json. Undefined where node's
 * own resolution has the say.
 *
 * @param importer path of the importing file
 */
export function findSource(
  specifier: string,
  importer: string,
  project: ProjectPaths | undefined,
): string | undefined {
  if (isRelative(specifier)) return findRelative(specifier, dirname(importer), project);
  if (isAbsolute(specifier)) return findFile(specifier);
  if (project === undefined || isInNodeModules(importer) || /^(?:node:|#|[a-z]+:)/.test(specifier))
    return undefined;
  for (const candidate of mapped(specifier, project)) {
    const found = findFile(candidate) ?? findForNode(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:[\\/]|$)/.test(specifier);
}

function findRelative(
  specifier: string,
  folder: string,
  project: ProjectPaths | undefined,
): string | undefined {
  const target = resolve(folder, specifier);
  const slash = /[\\/]$|(?:^|[\\/])\.\.?$/.test(specifier);
  const found = slash ? findIndex(target) : findFile(target);
  if (found !== undefined || project === undefined || project.rootDirs.length === 0) return found;
  if (findForNode(target) !== undefined) return undefined;
  return inOtherRoots(target, project.rootDirs);
}

/** The folders of `rootDirs` count as one. */
function inOtherRoots(target: string, roots: readonly string[]): string | undefined {
  const own = roots.filter((root) => target.startsWith(root + sep)).sort((a, b) => b.length - a.length)[0];
  if (own === undefined) return undefined;
  for (const root of roots) {
    if (root === own) continue;
    const other = join(root, target.slice(own.length));
    const found = findFile(other) ?? findForNode(other);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The paths that `paths`, then `baseUrl` give a name. */
function* mapped(specifier: string, { paths, baseUrl }: ProjectPaths): Generator<string> {
  const pattern = bestPattern(specifier, Object.keys(paths));
  if (pattern !== undefined) {
    const star = pattern.indexOf('*');
    const filling = star === -1 ? '' : specifier.slice(star, specifier.length - (pattern.length - star - 1));
    for (const path of paths[pattern] ?? []) yield path.replace('*', () => filling);
  }
  if (baseUrl !== undefined) yield join(baseUrl, specifier);
}

/** As TypeScript chooses: an exact name, else the pattern with the longest text before its star. */
function bestPattern(specifier: string, patterns: readonly string[]): string | undefined {
  if (patterns.includes(specifier)) return specifier;
  const fitting = patterns.filter((pattern) => {
    const [before, after] = pattern.split('*');
    return (
      after !== undefined &&
      before !== undefined &&
      specifier.length >= before.length + after.length &&
      specifier.startsWith(before) &&
      specifier.endsWith(after)
    );
  });
  return fitting.sort((a, b) => b.indexOf('*') - a.indexOf('*'))[0];
}

/** What an extension of JavaScript may stand for. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

function findFile(path: string): string | undefined {
  if (isTypeScript(path) && isFile(path)) return path;
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = extension === undefined ? path : path.slice(0, -extension.length);
  const named = (sources[extension ?? ''] ?? []).map((source) => stem + source).find(isFile);
  if (named !== undefined) return named;
  const added = ['.ts', '.tsx'].map((source) => path + source).find(isFile);
  if (added !== undefined) return added;
  return findForNode(path, false) === undefined ? findIndex(path) : undefined;
}

function findIndex(folder: string): string | undefined {
  if (isFile(join(folder, 'package.json'))) return undefined;
  return ['index.ts', 'index.tsx'].map((name) => join(folder, name)).find(isFile);
}

const nodeExtensions = ['', '.js', '.json', '.node', '.mjs', '.cjs'];

/** A file that needs no compiler, as a CommonJS loader or a bundler looks for it. */
export function findForNode(path: string, folders = true): string | undefined {
  const file = nodeExtensions.map((extension) => path + extension).find(isFile);
  if (file !== undefined || !folders) return file;
  return ['index.js', 'index.json', 'index.mjs', 'index.cjs'].map((name) => join(path, name)).find(isFile);
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
