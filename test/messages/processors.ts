import { goodProcessor, type MessageCase } from './message-case.js';

export const processors: readonly MessageCase[] = [
  {
    when: 'its file is not there',
    args: ['simulate', 'procesor.ts'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 5,
    stderr: ['kcl-ts: the processor procesor.ts does not exist', '  → did you mean processor.ts?'],
  },
  {
    when: 'it is a folder',
    args: ['simulate', 'src'],
    files: { 'src/processor.ts': goodProcessor },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor src is a folder, expected a file',
      '  → name the file, such as src/processor.ts',
    ],
  },
  {
    when: 'it has no default export',
    args: ['simulate', 'processor.ts'],
    files: { 'processor.ts': 'export const a = 1;\n' },
    exitCode: 5,
    stderr: [
      'kcl-ts: processor.ts: expected a default export with processRecords, got only exports named a',
      '  → export a class, an object or a function that returns one, such as: export default class implements RecordProcessor { … }',
    ],
  },
  {
    when: 'its method is misspelt',
    args: ['simulate', 'processor.ts'],
    files: { 'processor.ts': 'export default class Words {\n  async procesRecords() {}\n}\n' },
    exitCode: 5,
    stderr: [
      'kcl-ts: processor.ts: expected a class with processRecords, got a class Words with procesRecords',
      '  → export a class, an object or a function that returns one, such as: export default class implements RecordProcessor { … }',
    ],
  },
  {
    when: 'it is a program of aws-kcl without the methods that aws-kcl needs',
    args: ['simulate', 'app.js'],
    files: { 'app.js': "const kcl = require('aws-kcl');\nkcl({}).run();\n" },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor app.js failed while it was loaded: Record processor must implement initialize, processRecords, and shutdown functions.',
      '      at Object.<anonymous> (<folder>/app.js:2:1)',
    ],
  },
  {
    when: 'it is written in Python',
    args: ['simulate', 'app.py'],
    files: { 'app.py': 'import kcl\n' },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor app.py is not a TypeScript or JavaScript file',
      "  → expected a file ending in .ts, .mts, .cts, .js, .mjs, .cjs; run a program in another language with --exec 'python3 app.py'",
    ],
  },
  {
    when: 'it is a properties file',
    args: ['simulate', 'sample.properties'],
    files: { 'sample.properties': 'streamName = words\n' },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor sample.properties is not a TypeScript or JavaScript file',
      '  → expected a file ending in .ts, .mts, .cts, .js, .mjs, .cjs; a properties file of the KCL is given with --properties sample.properties',
    ],
  },
  {
    when: 'it has a syntax error',
    args: ['simulate', 'processor.ts'],
    files: { 'processor.ts': 'export default class {\n  async processRecords({ records ) {}\n}\n' },
    exitCode: 5,
    stderr: [
      'kcl-ts: the processor processor.ts does not compile',
      '  ✘ [ERROR] Expected "}" but found ")"',
      '  ',
      '      <folder>/processor.ts:2:33:',
      '        2 │   async processRecords({ records ) {}',
      '          │                                  ^',
      '          ╵                                  }',
    ],
  },
  {
    when: 'it throws',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        "export default class Words {\n  async processRecords({ records }) {\n    throw new Error('cannot read this');\n  }\n}\n",
    },
    exitCode: 1,
    stderr: [
      'kcl-ts: the processor failed in batch 1: cannot read this',
      '      at Words.processRecords (<folder>/processor.ts:3:11)',
    ],
  },
  {
    when: 'it throws over a type, in a project that can check them',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        'export default class Words {\n  async processRecords({ records }) {\n    records.first.text();\n  }\n}\n',
      'package.json': '{ "type": "module", "scripts": { "typecheck": "tsc --noEmit" } }',
    },
    exitCode: 1,
    stderr: [
      "kcl-ts: the processor failed in batch 1: TypeError: Cannot read properties of undefined (reading 'text')",
      '      at Words.processRecords (<folder>/processor.ts:3:19)',
      '  → types are not checked when it runs: npm run typecheck may show the mistake',
    ],
  },
  {
    when: 'it throws what is no error',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        "export default class Words {\n  async processRecords({ records }) {\n    throw 'text';\n  }\n}\n",
    },
    exitCode: 1,
    stderr: ['kcl-ts: the processor failed in batch 1: string: text'],
  },
  {
    when: 'it ends its process',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        'export default class Words {\n  async processRecords({ records }) {\n    process.exit(3);\n  }\n}\n',
    },
    exitCode: 1,
    stderr: [
      'kcl-ts: the processor failed in batch 1: the processor called process.exit(3)',
      '      at Words.processRecords (<folder>/processor.ts:3:13)',
    ],
  },
  {
    when: 'it is killed',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        "export default class Words {\n  async processRecords({ records }) {\n    process.kill(process.pid, 'SIGKILL');\n    await new Promise(() => {});\n  }\n}\n",
    },
    exitCode: 1,
    stderr: ['kcl-ts: the processor ended in batch 1, by SIGKILL, without an answer'],
  },
  {
    when: 'nobody waits for what it rejects',
    args: ['simulate', 'processor.ts'],
    files: {
      'processor.ts':
        "export default class Words {\n  async processRecords({ records }) {\n    void Promise.reject(new Error('later'));\n    await new Promise(() => {});\n  }\n}\n",
    },
    exitCode: 1,
    stderr: [
      'kcl-ts: the processor failed in batch 1: later',
      '      at Words.processRecords (<folder>/processor.ts:3:25)',
    ],
  },
];
