import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { keepPackagesOutside } from './keep-packages-outside.js';
import { keepSourceLocation, sourceLocationDefines } from './keep-source-location.js';

/** One ES module of the processor's source and the project's own modules, for the node that runs this. */
export function buildOptions(source: string, module: string): BuildOptions & { metafile?: false } {
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
    // for own modules in CommonJS: an ES module has no require
    banner: {
      js: `import { createRequire as __kclTsCreateRequire } from 'node:module';
const require = __kclTsCreateRequire(${JSON.stringify(pathToFileURL(source).href)});`,
    },
    plugins: [keepPackagesOutside, keepSourceLocation],
  };
}

const nodeConditions = ['node-addons', ...('require_module' in process.features ? ['module-sync'] : [])];
