import type { MessageCase } from './message-case.js';

const processor = (first: string): string => `${first}
export default class Words {
  async processRecords() {}
}
`;

export const missingModules: readonly MessageCase[] = [
  {
    when: 'a package is not installed',
    args: ['simulate', 'processor.ts'],
    files: { 'processor.ts': processor("import { z } from 'zod';\nexport const words = z;") },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.ts imports zod, which is not there',
      '  <folder>/processor.ts:1:18:',
      "    1 | import { z } from 'zod';",
      '  → install it: npm install zod',
    ],
  },
  {
    when: 'the name of a package has a slip',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts': processor("import { z } from 'zood';\nexport const words = z;"),
      'node_modules/zod/index.js': 'exports.z = 1;\n',
    },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.ts imports zood, which is not there',
      '  <folder>/processor.ts:1:18:',
      "    1 | import { z } from 'zood';",
      '  → install it: npm install zood',
    ],
  },
  {
    when: 'a module of the project is not there',
    args: ['simulate', 'processor.ts'],
    files: { 'processor.ts': processor("import { count } from './wrods.js';\nexport const words = count;") },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.ts imports ./wrods.js, which is not there',
      '  <folder>/processor.ts:1:22:',
      "    1 | import { count } from './wrods.js';",
      '  → correct the path, or create the file',
    ],
  },
  {
    when: 'a package of an ES module in JavaScript is not installed',
    args: ['simulate', 'processor.mjs'],
    files: { 'processor.mjs': processor("import { z } from 'zod';\nexport const words = z;") },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.mjs imports zod, which is not there',
      '  <folder>/processor.mjs:1:18:',
      "    1 | import { z } from 'zod';",
      '  → install it: npm install zod',
    ],
  },
  {
    when: 'a file of an ES module in JavaScript is not there',
    args: ['simulate', 'processor.mjs'],
    files: {
      'processor.mjs': processor("import { count } from '../wrods.js';\nexport const words = count;"),
    },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.mjs imports ../wrods.js, which is not there',
      '  <folder>/processor.mjs:1:22:',
      "    1 | import { count } from '../wrods.js';",
      '  → correct the path, or create the file',
    ],
  },
  {
    when: 'a package that a CommonJS module requires is not installed',
    args: ['simulate', 'processor.cjs'],
    files: {
      'processor.cjs':
        "const { z } = require('zod');\nmodule.exports = class { async processRecords() { z(); } };\n",
    },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.cjs imports zod, which is not there',
      '  <folder>/processor.cjs:1:22:',
      "    1 | const { z } = require('zod');",
      '  → install it: npm install zod',
    ],
  },
  {
    when: 'a package is only imported when records come',
    args: ['simulate', 'processor.mjs'],
    files: {
      'processor.mjs':
        "export default class {\n  async processRecords() {\n    await import('zod');\n  }\n}\n",
    },
    exitCode: 1,
    stderr: [
      "kcl-ts: the processor failed in batch 1: Cannot find package 'zod' imported from <folder>/processor.mjs",
      "    code: 'ERR_MODULE_NOT_FOUND'",
    ],
  },
  {
    when: 'a module fails while it is loaded',
    args: ['simulate', 'processor.mjs'],
    files: { 'processor.mjs': processor("const settings = {};\nsettings.words.first = 'a';") },
    exitCode: 5,
    stderr: [
      "kcl-ts: the processor processor.mjs failed while it was loaded: TypeError: Cannot set properties of undefined (setting 'first')",
      '      at <folder address>/processor.mjs:2:22',
    ],
  },
];
