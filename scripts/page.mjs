// The page of the live view: its modules, their styles and uPlot in one file each, so that a browser asks for four files.
import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from './install.mjs';

const source = join(root, 'src', 'page');
const copied = ['index.html', 'icon.svg'];

/** @returns the files that went in and came out, relative to the package */
export async function buildPage(dist) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: join(source, 'main.ts'), out: 'page' }, join(source, 'page.css')],
    outdir: join(dist, 'page'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
    tsconfig: join(source, 'tsconfig.json'),
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of copied) cpSync(join(source, file), join(dist, 'page', file));
  return {
    inputs: Object.keys(metafile.inputs),
    outputs: Object.keys(metafile.outputs).map((file) => relative('dist', file)),
  };
}

/** Whether a file of src/ goes into the page, and nowhere else. */
export function isOfPage(file) {
  return file === source || !relative(source, file).startsWith('..');
}
