import { isBuiltin } from 'node:module';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { packageEntries } from '../processor/package-entries.js';
import { isCommonJs } from './is-common-js.js';

/** The function that loads CommonJS packages in the bundle; esbuild would look into calls of `require` itself. */
export const requireFunction = '__kclTsRequire';

/**
 * Packages are not bundled but loaded from where they are, by their full address, since the output lies outside the
 * project. Found with esbuild's own resolver: tsconfig paths, package exports and Plug'n'Play hold. What node_modules
 * only links to (a workspace), or has as TypeScript, counts as the project's own and is bundled.
 */
export const keepPackagesOutside: Plugin = {
  name: 'keep-packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) => resolve(build, args));
    build.onResolve({ filter: /\.node$/ }, (args) => resolve(build, args));
    build.onLoad({ filter: /./, namespace: commonJs }, ({ path }) => ({
      contents: `module.exports = ${requireFunction}(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * A CommonJS package that is imported: it goes through require, whose result has all names. An import of it would only
 * have those that node finds in its text, and in a project that TypeScript compiles to CommonJS nobody would expect that.
 */
const commonJs = 'commonjs-package';

/** Marks the inner call, which must not come back here. */
const inner = Symbol('inner');

async function resolve(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.kind === 'entry-point' || args.pluginData === inner || isBuiltin(args.path)) return undefined;
  const own = packageEntries.get(args.path);
  if (own !== undefined) return outside(own, args);
  const found = await build.resolve(args.path, {
    importer: args.importer,
    namespace: args.namespace,
    resolveDir: args.resolveDir,
    kind: args.kind,
    with: args.with,
    pluginData: inner,
  });
  // esbuild reports it better where it resolves it itself: with the line, and only as a warning inside a try
  if (found.errors.length > 0 || found.external) return undefined;
  if (!isInPackage(found.path) && !found.path.endsWith('.node')) return undefined;
  if (/\.[cm]?tsx?$/.test(found.path)) return undefined;
  return outside(found.path, args);
}

/** `import` takes an address, `require` a path. */
async function outside(path: string, { kind }: OnResolveArgs): Promise<OnResolveResult> {
  if (kind === 'require-call' || kind === 'require-resolve') return { path, external: true };
  if (await isCommonJs(path)) return { path, namespace: commonJs };
  return { path: pathToFileURL(path).href, external: true };
}

function isInPackage(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}
