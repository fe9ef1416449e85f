// Each program of the package in few files, with the packages that it needs: they load sooner than hundreds, and who installs
// kcl-ts gets three packages instead of ninety, less than half the size.
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { root } from './install.mjs';

/** Started or loaded by their paths. */
const programs = [
  'cli/main',
  'compile/entry/compile-later',
  'compile/entry/typescript-worker',
  'loader/hooks-thread',
  'local/entry/kinesis-thread',
  'local/entry/stack',
  'worker/entry/print-credentials',
];

/** A program for this machine, what a user may leave out, and what is the project's own. */
const external = ['esbuild', 'kinesis-local', 'dynalite', 'typescript'];

const common = {
  absWorkingDir: root,
  bundle: true,
  external,
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
};

/** @returns the files that went in and came out, relative to the package */
export async function bundlePrograms(dist) {
  return filesOf(
    await build({
      ...common,
      entryPoints: programs.map((name) => join(dist, `${name}.js`)),
      outbase: dist,
      outdir: dist,
      chunkNames: 'bundled/[name]-[hash]',
      allowOverwrite: true,
      splitting: true,
      format: 'esm',
      // as import would take them: of an ES module only what is used goes in
      mainFields: ['module', 'main'],
      // packages in CommonJS ask for node's own modules
      banner: {
        js: "import { createRequire as _makeRequire } from 'node:module';const require = _makeRequire(import.meta.url);",
      },
    }),
  );
}

/** CommonJS, and one file: the loader of ES modules and its lexer for what is CommonJS take 30 ms of a shard's start. */
export async function bundleCommonJs(dist, entry, plugins = [], footer = '') {
  return filesOf(
    await build({
      ...common,
      entryPoints: [join(dist, `${entry}.js`)],
      outfile: join(dist, `${entry}.cjs`),
      format: 'cjs',
      define: { 'import.meta.url': 'moduleUrl' },
      plugins,
      banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
      footer: { js: footer },
    }),
  );
}

function filesOf({ metafile }) {
  refuseLateCommonJs(metafile);
  return {
    inputs: Object.keys(metafile.inputs),
    outputs: Object.keys(metafile.outputs).map((file) => relative('dist', file)),
  };
}

/** What import() gives of a CommonJS module in a bundle is its default alone: the names that node finds are missing. */
function refuseLateCommonJs({ inputs }) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    const late = imports.find(
      ({ kind, path }) => kind === 'dynamic-import' && inputs[path]?.format === 'cjs',
    );
    if (late)
      throw new Error(
        `${file} loads ${late.path} by import(), which is CommonJS: import it, or take an ES module`,
      );
  }
}
