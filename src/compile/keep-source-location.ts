import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';

/** Names that stand for where a module is, and the variables that take their place in the bundle. */
const variables = {
  'import.meta.url': '__kclTsUrl',
  'import.meta.dirname': '__kclTsDirname',
  'import.meta.filename': '__kclTsFilename',
  __dirname: '__kclTsDirname',
  __filename: '__kclTsFilename',
} as const;

/** esbuild replaces a name only where it is not declared: a module's own `const __dirname` stays. */
export const sourceLocationDefines: Record<string, string> = variables;

const mentioned = /\bimport\s*\.\s*meta\b|\b__(?:dir|file)name\b/;
const ownModules = /\.[cm]?[jt]sx?$/;
const hashbang = /^#!.*/;

/**
 * Files read relative to `import.meta.url` or `__dirname` lie beside the source, not beside the bundle. So each module
 * that asks is given the values of its source, in front of its first line so that no line moves.
 */
export const keepSourceLocation: Plugin = {
  name: 'keep-source-location',
  setup(build) {
    build.onLoad({ filter: ownModules }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!mentioned.test(source)) return undefined;
      return { contents: sourceLocationPrefix(path) + source.replace(hashbang, ''), loader: loaderOf(path) };
    });
  },
};

export function sourceLocationPrefix(path: string): string {
  const values = {
    __kclTsUrl: pathToFileURL(path).href,
    __kclTsDirname: dirname(path),
    __kclTsFilename: path,
  };
  return `const ${Object.entries(values)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(', ')};`;
}

function loaderOf(path: string): Loader {
  const extension = extname(path);
  if (extension === '.tsx' || extension === '.jsx') return extension === '.tsx' ? 'tsx' : 'jsx';
  return extension.includes('t') ? 'ts' : 'js';
}
