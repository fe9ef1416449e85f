import { ownFile } from '../own-files.js';

/**
 * What `import … from 'kcl-ts'` and `require('kcl-ts')` mean in a processor: always the package that runs it, also where
 * the project has another copy installed or none. CommonJS for both: what an ES module imports is the same file.
 */
export const packageEntries: ReadonlyMap<string, string> = new Map([
  ['kcl-ts', ownFile('dist/index.cjs')],
  ['kcl-ts/testing', ownFile('dist/testing.cjs')],
]);
