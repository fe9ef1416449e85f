import { ownFile } from '../own-files.js';

/**
 * What `import … from 'kcl-ts'` means in a processor: always the package that runs it, also where the project has
 * another copy installed or none.
 */
export const packageEntries: ReadonlyMap<string, string> = new Map([
  ['kcl-ts', ownFile('dist/index.js')],
  ['kcl-ts/testing', ownFile('dist/testing.js')],
]);
