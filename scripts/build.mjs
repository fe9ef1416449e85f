// Compiles src/ to dist/, bundles what starts often, and copies the files that are not TypeScript.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { installIfNeeded, root } from './install.mjs';

installIfNeeded();
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

// Few files load sooner than a hundred. What a process per shard starts with takes from the library what is the library's;
// the command line runs no processor and has its own. Packages stay outside.
const dist = join(root, 'dist');
const { buildLibrary } = await import('./library.mjs');
const takeFromLibrary = await buildLibrary(dist);
await bundle('cli/main.js');
// CommonJS, and one file each: the loader of ES modules and its lexer for what is CommonJS take 30 ms of a shard's start.
await bundleCommonJs('loader/preload');
await bundleCommonJs('child/entry/child', [takeFromLibrary]);
cpSync(join(root, 'src'), dist, {
  recursive: true,
  filter: (file) => !file.endsWith('.ts'),
});

async function bundle(entry, plugins = []) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(dist, entry)],
    outbase: dist,
    outdir: dist,
    chunkNames: 'bundled/[name]-[hash]',
    allowOverwrite: true,
    bundle: true,
    packages: 'external',
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins,
  });
}

async function bundleCommonJs(entry, plugins = []) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(dist, `${entry}.js`)],
    outfile: join(dist, `${entry}.cjs`),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': 'moduleUrl' },
    plugins,
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
}
