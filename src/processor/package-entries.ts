import { fileURLToPath } from 'node:url';

/**
 * What `import … from 'kcl-ts'` means in a processor: always the package that runs it, also where the project has
 * another copy installed or none.
 */
export const packageEntries: ReadonlyMap<string, string> = new Map([
  ['kcl-ts', fileURLToPath(new URL('../index.js', import.meta.url))],
  ['kcl-ts/testing', fileURLToPath(new URL('../testing.js', import.meta.url))],
]);
