import type { Chapter, Files } from '../project.js';
import { cjsProcessor, esm, esmProcessor, tsconfig } from './sources.js';

/** CommonJS packages of the shapes that there are. */
const packages: Files = {
  'node_modules/fn/index.js':
    'module.exports = function fn() { return "called"; }; module.exports.extra = "extra";',
  'node_modules/marked/index.js':
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "default"; exports.named = "named";',
  'node_modules/hidden/index.js': 'for (const name of ["named"]) exports[name] = name;',
  'node_modules/klass/index.js': 'class Klass { hello() { return "klass"; } } module.exports = Klass;',
};

const importsInTypeScript = esmProcessor(
  `import fn, { extra } from 'fn'; import marked, { named } from 'marked'; import hidden from 'hidden'; import Klass from 'klass';
   import * as namespace from 'fn'; import * as whole from 'marked';`,
  `console.log(fn(), extra, marked, named, hidden.named, new Klass().hello());
   console.log(typeof namespace, 'extra' in namespace, typeof (namespace as any).default, Object.keys(whole).sort());
   try { console.log((namespace as any)()); } catch (error: any) { console.log(error.name); }`,
);

export const interop: Chapter = {
  title: 'Between CommonJS and ES modules',
  projects: [
    {
      what: 'CommonJS imported by an ES module',
      node: 'the default is `module.exports`, also where it says `__esModule`; names are those found in its text',
      files: {
        ...esm,
        ...packages,
        'processor.js': esmProcessor(
          `import fn, { extra } from 'fn'; import marked, { named } from 'marked'; import hidden from 'hidden'; import * as all from 'marked'; import * as f from 'fn';`,
          `console.log(fn(), extra, marked, named, hidden, Object.keys(all).sort(), Object.keys(f).sort(), typeof f);
           console.log(Object.keys(await import('hidden')));`,
        ),
      },
    },
    {
      what: 'a name that node cannot find in the text of a CommonJS package',
      node: 'is a `SyntaxError` when it is imported',
      files: {
        ...esm,
        ...packages,
        'asks.js': `import { named } from 'hidden'; console.log(named);`,
        'processor.js': esmProcessor(
          '',
          `await import('./asks.js').catch((error) => console.log(error.name, error.message.split('\\n')[0]));`,
        ),
      },
    },
    {
      what: 'TypeScript to CommonJS, `esModuleInterop` on',
      node: '`import f from` gives `module.exports` or, with `__esModule`, its default; `import * as f` of a function is no function',
      files: {
        ...packages,
        ...tsconfig({ module: 'commonjs', target: 'es2022', esModuleInterop: true }),
        'processor.ts': importsInTypeScript,
      },
    },
    {
      what: 'TypeScript to CommonJS, `esModuleInterop` off',
      node: '`import * as f` of a function can be called; a default must be there as `default`',
      daemon: true,
      files: {
        ...packages,
        ...tsconfig({
          module: 'commonjs',
          target: 'es2022',
          esModuleInterop: false,
          ignoreDeprecations: '6.0',
        }),
        'processor.ts': esmProcessor(
          `import * as fn from 'fn'; import marked, { named } from 'marked'; import * as hidden from 'hidden'; import * as Klass from 'klass'; import gone from 'klass';`,
          `console.log((fn as any)(), (fn as any).extra, marked, named, (hidden as any).named, new (Klass as any)().hello(), gone);`,
        ),
      },
    },
    {
      what: 'TypeScript to ES modules',
      node: 'imports CommonJS as node’s own ES modules do',
      files: {
        ...esm,
        ...packages,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'processor.ts': importsInTypeScript,
      },
    },
    {
      what: '`import = require()` and `export =`',
      node: 'are `require` and `module.exports`',
      files: {
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'shape.ts':
          'class Shape { static kind = "shape"; } namespace Shape { export const version = 2; } export = Shape;',
        'processor.ts': `import path = require('node:path'); import Shape = require('./shape');
          const processor = { processRecords() { console.log(path.basename(__filename), Shape.kind, Shape.version); } };
          export = processor;`,
      },
    },
    {
      what: '`import = require()` in an ES module',
      node: 'tsc makes a `createRequire` of it',
      files: {
        ...esm,
        ...packages,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'processor.ts': esmProcessor(
          `import fn = require('fn'); import fs = require('node:fs');`,
          `console.log((fn as any)(), typeof fs.readFileSync);`,
        ),
      },
    },
    {
      what: '`.mts` and `.cts` side by side',
      node: 'are an ES module and a CommonJS module, whatever `package.json` says',
      files: {
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'esm.mts':
          'export const url: string = import.meta.url; export const strict = (function (this: unknown) { return this; })() === undefined;',
        'cjs.cts':
          'export const file: string = __filename; export const kind: string = typeof module; export default "the default";',
        'processor.mts': esmProcessor(
          `import { url, strict } from './esm.mjs'; import cjs, { file, kind } from './cjs.cjs';`,
          `console.log(url, strict, Object.keys(cjs).sort(), file, kind, typeof require);`,
        ),
      },
    },
    {
      what: 'a default export compiled to CommonJS',
      node: 'is the default of `module.exports`, which a program unwraps by `__esModule`',
      files: {
        'processor.cjs': `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
          exports.default = class { processRecords({ records }) { console.log(records[0].text(), this.constructor.name); } };`,
      },
    },
    {
      what: 'an ES module that CommonJS requires',
      node: 'is its namespace; from Node 20.19 on, and not with top-level await',
      files: {
        'esm.mjs': 'export default 1; export const named = 2;',
        'waits.mjs': 'export default await 1;',
        'processor.cjs': cjsProcessor(
          '',
          `try { const esm = require('./esm.mjs'); console.log(esm.default, esm.named, esm === (await import('./esm.mjs'))); } catch (error) { console.log(error.code); }
           try { require('./waits.mjs'); } catch (error) { console.log(error.code); }
           console.log((await import('./waits.mjs')).default);`,
        ),
      },
    },
    {
      what: '`import()` in TypeScript to CommonJS',
      node: 'becomes `require` with `module: commonjs`, and stays with `node16` and later',
      files: {
        ...packages,
        ...tsconfig({ module: 'node16', target: 'es2022' }),
        'node_modules/only-esm/package.json': '{"type":"module","exports":{"import":"./index.js"}}',
        'node_modules/only-esm/index.js': 'export const only = "esm"; await 0;',
        'processor.ts': esmProcessor(
          '',
          `console.log((await import('only-esm' as string)).only, Object.keys(await import('marked')).sort());`,
        ),
      },
    },
    {
      what: 'a package without `type`',
      node: '`.js` is CommonJS, unless it has the syntax of an ES module',
      // it warns about it, with its process id
      env: { NODE_NO_WARNINGS: '1' },
      files: {
        'package.json': '{}',
        'cjs.js': 'exports.kind = typeof module;',
        'esm.js': 'export const kind = typeof module;',
        'processor.js': esmProcessor(
          `import { kind as cjs } from './cjs.js'; import { kind as esm } from './esm.js';`,
          `console.log(cjs, esm, typeof module, import.meta.url);`,
        ),
      },
    },
    {
      what: 'a `package.json` in a folder of the project',
      node: 'says what the `.js` files, and with `nodenext` the `.ts` files, of that folder are',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', allowJs: true }),
        'old/package.json': '{"type":"commonjs"}',
        'old/plain.js': 'exports.kind = typeof module;',
        'old/typed.ts': 'export const kind: string = typeof module;',
        'processor.ts': esmProcessor(
          `import { kind as plain } from './old/plain.js'; import { kind as typed } from './old/typed.js';`,
          `console.log(plain, typed, typeof (globalThis as any).module);`,
        ),
      },
    },
  ],
};
