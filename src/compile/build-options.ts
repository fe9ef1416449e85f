import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { keepPackagesOutside, requireFunction } from './keep-packages-outside.js';
import { keepSourceLocation, sourceLocationDefines } from './keep-source-location.js';

/** One ES module of the processor's source and the project's own modules, for the node that runs this. */
export function buildOptions(source: string, module: string): BuildOptions {
  return {
    entryPoints: [source],
    outfile: module,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: `node${process.versions.node}`,
    // what node itself looks at: esbuild's defaults would take a package's "module" for bundlers
    conditions: nodeConditions,
    mainFields: ['main'],
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    define: sourceLocationDefines,
    // for modules and packages in CommonJS: an ES module has no require
    banner: {
      js: `import { createRequire as __kclTsCreateRequire } from 'node:module';
const ${requireFunction} = __kclTsCreateRequire(${JSON.stringify(pathToFileURL(source).href)}), require = ${requireFunction};`,
    },
    plugins: [keepPackagesOutside, keepSourceLocation],
  };
}

const nodeConditions = ['node-addons', ...('require_module' in process.features ? ['module-sync'] : [])];
