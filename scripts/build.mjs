// Compiles src/ to dist/, bundles each program with the packages that it needs, and copies the files that are not TypeScript.
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

const dist = join(root, 'dist');
const { buildLibrary } = await import('./library.mjs');
const { bundlePrograms, bundleCommonJs } = await import('./bundle.mjs');
const { buildPage, isOfPage } = await import('./page.mjs');
const { writeNotices } = await import('./notices.mjs');
const { shipOnly } = await import('./shipped.mjs');

// What a process per shard starts with takes from the library what is the library's; the command line runs no processor and
// has its own.
const { files, takeFromLibrary } = await buildLibrary(dist);
const bundles = [
  await bundlePrograms(dist),
  await bundleCommonJs(dist, 'loader/preload'),
  await bundleCommonJs(dist, 'child/entry/child', [takeFromLibrary]),
  // what aws-kcl exports is a function
  await bundleCommonJs(
    dist,
    'child/entry/aws-kcl',
    [takeFromLibrary],
    'module.exports = module.exports.kcl;',
  ),
  await buildPage(dist),
];
cpSync(join(root, 'src'), dist, {
  recursive: true,
  filter: (file) => !file.endsWith('.ts') && !isOfPage(file),
});
writeNotices(dist, bundles);
shipOnly(dist, [...files, ...bundles.flatMap(({ outputs }) => outputs)]);
