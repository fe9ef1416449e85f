import { isBuiltin } from 'node:module';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { packageEntries } from '../processor/package-entries.js';

/**
 * Packages are not bundled but imported from where they are, by their full address, since the output lies outside
 * the project. Found with esbuild's own resolver: tsconfig paths, package exports and Plug'n'Play hold. What
 * node_modules only links to (a workspace) counts as the project's own and is bundled.
 */
export const keepPackagesOutside: Plugin = {
  name: 'keep-packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) => resolve(build, args));
    build.onResolve({ filter: /\.node$/ }, (args) => resolve(build, args));
  },
};

/** Marks the inner call, which must not come back here. */
const inner = Symbol('inner');

async function resolve(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.kind === 'entry-point' || args.pluginData === inner || isBuiltin(args.path)) return undefined;
  const own = packageEntries.get(args.path);
  if (own !== undefined) return outside(own, args);
  const { importer, namespace, resolveDir, kind } = args;
  const found = await build.resolve(args.path, {
    importer,
    namespace,
    resolveDir,
    kind,
    with: args.with,
    pluginData: inner,
  });
  // esbuild reports it better where it resolves it itself: with the line, and only as a warning inside a try
  if (found.errors.length > 0 || found.external) return undefined;
  return isInPackage(found.path) || found.path.endsWith('.node') ? outside(found.path, args) : undefined;
}

/** `import` takes an address, `require` a path. */
function outside(path: string, { kind }: OnResolveArgs): OnResolveResult {
  const required = kind === 'require-call' || kind === 'require-resolve';
  return { path: required ? path : pathToFileURL(path).href, external: true };
}

function isInPackage(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}
