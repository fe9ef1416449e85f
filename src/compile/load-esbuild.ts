import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';

const require = createRequire(import.meta.url);

/** By require: it is CommonJS, and import() would read its 90 kB twice to find the names it exports (20 ms). */
export function loadEsbuild(): typeof Esbuild {
  return require('esbuild') as typeof Esbuild;
}
