import { ownFile } from '../own-files.js';

/**
 * What stands for aws-kcl in a processor, so that a program written for it runs as it is: `kcl(recordProcessor).run()` is
 * then served by kcl-ts, which keeps what the program prints off the protocol and reports how far it is.
 */
export const awsKcl = ownFile('dist/child/entry/aws-kcl.cjs');

/**
 * What `import … from 'kcl-ts'` and `require('kcl-ts')` mean in a processor: always the package that runs it, also where
 * the project has another copy installed or none. CommonJS for both: what an ES module imports is the same file.
 */
export const packageEntries: ReadonlyMap<string, string> = new Map([
  ['kcl-ts', ownFile('dist/index.cjs')],
  ['kcl-ts/testing', ownFile('dist/testing.cjs')],
  ['aws-kcl', awsKcl],
]);
