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

// The command line, and what a process per shard starts with: a few files load sooner than a hundred. What they share
// stays shared, or a CheckpointError would not be the processor's CheckpointError. Packages stay outside.
const { build } = await import('esbuild');
await build({
  entryPoints: ['index.js', 'testing.js', 'processor/entry/child.js', 'cli/main.js'].map((file) =>
    join(root, 'dist', file),
  ),
  outbase: join(root, 'dist'),
  outdir: join(root, 'dist'),
  chunkNames: 'bundled/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  packages: 'external',
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
