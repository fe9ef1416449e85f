// Compiles src/ to dist/, bundles what a processor's process loads, and copies the files that are not TypeScript.
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

// A process per shard starts with these: a few files load 10 ms sooner than thirty. What they share stays shared, or a
// CheckpointError would not be the processor's CheckpointError.
const { build } = await import('esbuild');
await build({
  entryPoints: ['index.js', 'testing.js', 'processor/entry/child.js'].map((file) => join(root, 'dist', file)),
  outbase: join(root, 'dist'),
  outdir: join(root, 'dist'),
  chunkNames: 'processor/bundled/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
cpSync(join(root, 'src'), join(root, 'dist'), {
  recursive: true,
  filter: (file) => !file.endsWith('.ts'),
});
