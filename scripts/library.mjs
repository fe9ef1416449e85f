// The public library for import and for require. A process has it once, whichever way and however often it is asked for:
// two copies would have a CheckpointError each, and a `run` and a `currentShard` that do not know of the other's shard.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const entries = ['index', 'testing'];
const shared = 'library.cjs';

/**
 * Makes of the entries' modules, as tsc wrote them to `dist`, one CommonJS file, since node 20 cannot require an ES module
 * but import what is CommonJS; and of the entries themselves names for what it holds.
 *
 * @returns the files that users get, and a plugin for the bundle of a program that has to share the library with the
 *   processor that it runs
 */
export async function buildLibrary(dist) {
  const modules = await modulesOf(dist);
  await build({
    stdin: {
      contents: modules.map((name) => `export * as ${JSON.stringify(name)} from './${name}';`).join('\n'),
      resolveDir: dist,
    },
    outfile: join(dist, shared),
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  const namesIn = new Map();
  for (const name of modules) {
    namesIn.set(name, Object.keys(await import(pathToFileURL(join(dist, name)).href)));
  }
  for (const entry of entries) writeEntry(dist, entry, namesIn.get(`${entry}.js`));
  const declarations = writeCommonJsTypes(dist);
  const programs = [shared, ...entries.flatMap((entry) => [`${entry}.cjs`, `${entry}.js`])];
  return { files: [...programs, ...declarations], takeFromLibrary: takeFromLibrary(dist, namesIn) };
}

/** All that the entries load, relative to `dist`. */
async function modulesOf(dist) {
  const { metafile } = await build({
    absWorkingDir: dist,
    entryPoints: entries.map((entry) => `${entry}.js`),
    outdir: dist,
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    splitting: true,
  });
  return Object.keys(metafile.inputs).sort();
}

/** `exports.name = …` one by one: so node finds the names when the file is imported. */
function writeEntry(dist, entry, names) {
  const required = names.map((name) => `exports.${name} = library.${name};\n`).join('');
  writeFileSync(
    join(dist, `${entry}.cjs`),
    `'use strict';\nconst library = require('./${shared}')['${entry}.js'];\n${required}`,
  );
  writeFileSync(join(dist, `${entry}.js`), `export { ${names.join(', ')} } from './${entry}.cjs';\n`);
}

/** The declarations once more, as those of CommonJS modules: TypeScript tells by the extension. */
function writeCommonJsTypes(dist) {
  const done = new Set();
  const copy = (file) => {
    if (done.has(file)) return;
    done.add(file);
    const text = readFileSync(file, 'utf8').replace(
      /(\bfrom |\bimport\()(['"])(\.[^'"]+)\.js\2/g,
      (_, ...found) => {
        const [before, quote, path] = found;
        copy(join(dirname(file), `${path}.d.ts`));
        return `${before}${quote}${path}.cjs${quote}`;
      },
    );
    writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), text);
  };
  for (const entry of entries) copy(join(dist, `${entry}.d.ts`));
  return [...done]
    .map((file) => relative(dist, file))
    .flatMap((file) => [file, file.replace(/\.d\.ts$/, '.d.cts')]);
}

function takeFromLibrary(dist, namesIn) {
  return {
    name: 'take-from-library',
    setup({ initialOptions: { outfile }, onLoad, onResolve }) {
      // by its place: what node makes of a name takes a millisecond of each start
      const place = `./${relative(dirname(outfile), join(dist, shared)).replaceAll(sep, '/')}`;
      onResolve({ filter: /^#library$/ }, () => ({ path: place, external: true }));
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        const module = relative(dist, path).replaceAll(sep, '/');
        const names = namesIn.get(module);
        if (names === undefined) return undefined;
        // an import of all that the library holds would be copied, name by name
        const contents = `import { ${JSON.stringify(module)} as library } from '#library';
export const { ${names.join(', ')} } = library;`;
        return { contents, resolveDir: dist };
      });
    },
  };
}
