import type { Chapter } from '../project.js';
import { cjsProcessor, esm, esmProcessor } from './sources.js';

export const modules: Chapter = {
  title: 'Modules',
  projects: [
    {
      what: 'a module under several names',
      node: 'one instance for relative, absolute and `#imports` names and for `import()`; another for a name with a query',
      files: {
        'package.json': '{"type":"module","imports":{"#state":"./lib/state.js"}}',
        'lib/state.js': 'console.log("state is loaded"); export const state = { count: 0 };',
        'lib/other.js': 'export { state } from "./../lib/state.js";',
        'processor.js': esmProcessor(
          `import { state } from './lib/state.js';
           import { state as other } from './lib/other.js';
           import { state as mapped } from '#state';`,
          `const lazy = await import('./lib/state.js');
           const absolute = await import(new URL('./lib/state.js', import.meta.url).href);
           const query = await import('./lib/state.js?again');
           console.log(state === other, state === mapped, state === lazy.state, state === absolute.state, state === query.state);`,
        ),
      },
    },
    {
      what: 'a CommonJS module that is imported and required',
      node: 'one instance',
      files: {
        ...esm,
        'state.cjs': 'console.log("state is loaded"); module.exports = { count: 0 };',
        'user.cjs': 'module.exports = require("./state.cjs");',
        'processor.js': esmProcessor(
          `import { createRequire } from 'node:module';
           import state from './state.cjs';
           import user from './user.cjs';
           const require = createRequire(import.meta.url);`,
          `console.log(state === user, state === require('./state.cjs'), state === (await import('./state.cjs')).default);
           console.log(Object.keys(require.cache).filter((name) => name.includes('state')));`,
        ),
      },
    },
    {
      what: 'what a module of another folder requires or resolves',
      node: 'is looked up from that module, also where the entry has a file of that name',
      daemon: true,
      files: {
        'x.js': 'module.exports = "x beside the processor";',
        'lib/x.js': 'module.exports = "x beside the module";',
        'lib/load.js': `
          const { createRequire } = require('node:module');
          const name = './x';
          exports.load = () => [require('./x'), require(name), module.require('./x'), createRequire(__filename)('./x')];
          exports.where = () => [require.resolve('./x'), require.resolve(name), __dirname, __filename];`,
        'processor.js': cjsProcessor(
          `const { load, where } = require('./lib/load');`,
          `console.log(load()); console.log(where()); console.log(require('./x'));`,
        ),
      },
    },
    {
      what: 'the version of a package that is nearest to a module',
      node: 'is the one that it gets, by `import` and by `require`',
      files: {
        ...esm,
        'node_modules/dep/index.js': 'module.exports = "1";',
        'lib/node_modules/dep/index.js': 'module.exports = "2";',
        'lib/two.js':
          'import { createRequire } from "node:module"; import dep from "dep"; export const two = [dep, createRequire(import.meta.url)("dep"), import.meta.resolve("dep")];',
        'processor.js': esmProcessor(
          `import dep from 'dep'; import { two } from './lib/two.js';`,
          `console.log(dep, two);`,
        ),
      },
    },
    {
      what: 'modules that import each other',
      node: 'see live bindings, and a `ReferenceError` before they are set',
      files: {
        ...esm,
        'a.js': `import { b, early } from './b.js'; export const a = 'a'; export let count = 0; export const add = () => { count++; };
          export const seen = () => [b, early];`,
        'b.js': `import { a, hoisted } from './processor.js'; import * as all from './a.js';
          export const b = 'b'; export let early; try { early = all.a; } catch (error) { early = error.name + ' ' + hoisted(); }`,
        'processor.js': `import { seen, count, add } from './a.js';
          export function hoisted() { return 'hoisted'; }
          export const a = 'of the processor';
          export default { processRecords() { add(); console.log(seen(), count); } };`,
      },
    },
    {
      what: 'CommonJS modules that require each other',
      node: 'see what has been exported so far',
      files: {
        'a.js': `exports.before = 1; const b = require('./b'); exports.after = 2; exports.seen = b.seen;`,
        'b.js': `const a = require('./a'); exports.seen = Object.keys(a); exports.later = () => Object.keys(a);`,
        'processor.js': cjsProcessor(
          `const a = require('./a'); const b = require('./b');`,
          `console.log(a.seen, b.later());`,
        ),
      },
    },
    {
      what: '`import()` with a computed name',
      node: 'is looked up from the module that says it',
      daemon: true,
      files: {
        ...esm,
        'handlers/index.js': `export const load = (name) => import('./' + name + '.js'); export const named = (name) => import(name);`,
        'handlers/hello.js': 'export default "the handler of hello"; export const where = import.meta.url;',
        'handlers/node_modules/dep/index.js': 'exports.named = "beside the handlers";',
        'processor.js': esmProcessor(
          `import { load, named } from './handlers/index.js';`,
          `const { default: found, where } = await load(records[0].text());
           console.log(found, where, (await named('dep')).named, (await named('node:path')).sep);`,
        ),
      },
    },
    {
      what: '`require` with a computed name, in a `try` or in a function',
      node: 'is evaluated when it is reached; what is missing has the code `MODULE_NOT_FOUND`',
      files: {
        'handlers/hello.js': 'console.log("loaded late"); module.exports = "hello";',
        'processor.js': cjsProcessor(
          `let optional; try { optional = require('not-installed'); } catch (error) { optional = error.code; }`,
          `console.log(optional); console.log(require('./handlers/' + records[0].text()));
           try { require('./handlers/' + 'other'); } catch (error) { console.log(error.code, error.message.split('\\n')[0]); }`,
        ),
      },
    },
    {
      what: 'an `import()` of what is missing, or not exported by its package',
      node: 'rejects with `ERR_MODULE_NOT_FOUND` or `ERR_PACKAGE_PATH_NOT_EXPORTED`',
      files: {
        ...esm,
        'node_modules/dep/package.json': '{"exports":{".":"./index.js"}}',
        'node_modules/dep/index.js': '',
        'node_modules/dep/inner.js': '',
        'processor.js': esmProcessor(
          '',
          `for (const name of ['not-installed', './missing.js', 'dep/inner.js', 'dep/package.json'])
             await import(name).then(() => console.log('loaded', name), (error) => console.log(name, error.code));`,
        ),
      },
    },
    {
      what: 'top-level await',
      node: 'is waited for in the order of the imports; siblings run side by side',
      files: {
        ...esm,
        'slow.js':
          'console.log("slow starts"); await new Promise((done) => setTimeout(done, 20)); console.log("slow ends"); export const slow = 1;',
        'quick.js': 'console.log("quick"); export const quick = 2;',
        'processor.js': `import { slow } from './slow.js'; import { quick } from './quick.js';
          const own = await Promise.resolve(3); console.log('processor');
          export default { processRecords() { console.log(slow, quick, own); } };`,
      },
    },
    {
      what: '`import.meta`',
      node: 'has `url`, `dirname`, `filename` and `resolve`, of the module that asks',
      files: {
        ...esm,
        'lib/inner.js':
          'export const inner = import.meta; export const resolve = (name) => import.meta.resolve(name);',
        'node_modules/dep/package.json': '{"exports":{"import":"./esm.mjs","require":"./cjs.cjs"}}',
        'node_modules/dep/esm.mjs': '',
        'node_modules/dep/cjs.cjs': '',
        'processor.js': esmProcessor(
          `import { inner, resolve } from './lib/inner.js';`,
          `for (const meta of [import.meta, inner]) console.log(Object.keys(meta), meta.url, meta.dirname, meta.filename);
           console.log(import.meta.resolve('./x.js'), resolve('./x.js'), resolve('dep'), resolve('node:fs'));`,
        ),
      },
    },
    {
      what: 'files that lie beside a module',
      node: 'are read by `new URL(…, import.meta.url)` and `__dirname`',
      files: {
        ...esm,
        'lib/template.txt': 'a template',
        'lib/esm.js':
          'import { readFileSync } from "node:fs"; export const text = () => readFileSync(new URL("./template.txt", import.meta.url), "utf8");',
        'lib/cjs.cjs':
          'const { readFileSync } = require("fs"); exports.text = () => readFileSync(__dirname + "/template.txt", "utf8");',
        'processor.js': esmProcessor(
          `import { text } from './lib/esm.js'; import cjs from './lib/cjs.cjs';`,
          `console.log(text(), cjs.text());`,
        ),
      },
    },
    {
      what: 'JSON',
      node: 'is imported with `type: "json"` or required, and is read once for each way',
      files: {
        ...esm,
        'data.json': '{"a":{"b":1}}',
        'processor.js': esmProcessor(
          `import { createRequire } from 'node:module';
           import data from './data.json' with { type: 'json' };
           import * as all from './data.json' with { type: 'json' };
           const require = createRequire(import.meta.url);`,
          `console.log(data, Object.keys(all), data === (await import('./data.json', { with: { type: 'json' } })).default);
           console.log(require('./data.json'), require('./data.json') === require('./data.json'));`,
        ),
      },
    },
    {
      what: 'an `import` of a folder, of a name without its extension, of JSON without `type: "json"`',
      node: 'is refused in ES modules',
      files: {
        ...esm,
        'file.js': 'export default "a file";',
        'folder/index.js': 'export default "a folder";',
        'data.json': '"data"',
        'processor.js': esmProcessor(
          '',
          `for (const name of ['./file', './folder', './data.json']) await import(name).then((found) => console.log(found.default), (error) => console.log(error.code));`,
        ),
      },
      differs: {
        why: 'is loaded, as bundlers do: processors that rely on it go on running',
        prints: ['a file', 'a folder', 'data'],
      },
    },
    {
      what: 'a namespace object',
      node: 'is sealed, sorted, of class `Module`, and has live bindings',
      files: {
        ...esm,
        'all.js': `export * from './one.js'; export * from './two.js'; export const z = 1; export let a = 2; export default 3; export const set = () => { a = 20; };`,
        'one.js': 'export const both = 1; export const one = 1;',
        'two.js': 'export const both = 2; export const two = 2;',
        'processor.js': esmProcessor(
          `import * as all from './all.js';`,
          `console.log(Object.keys(all), Object.prototype.toString.call(all), Object.isSealed(all), 'both' in all);
           all.set(); console.log(all.a); try { all.a = 5; } catch (error) { console.log(error.name); }`,
        ),
      },
    },
    {
      what: 'node’s own modules',
      node: 'are the same objects under `fs` and `node:fs`, by `import` and `require`; what is replaced in them is seen after `syncBuiltinESMExports`',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          `import fs, { existsSync } from 'fs'; import * as all from 'node:fs'; import { createRequire, syncBuiltinESMExports } from 'node:module';`,
          `console.log(fs === createRequire(import.meta.url)('node:fs'), fs === all.default, process.getBuiltinModule?.('fs') === fs);
           fs.existsSync = () => 'replaced'; console.log(existsSync('x')); syncBuiltinESMExports(); console.log(existsSync('x'), all.existsSync('x'));`,
        ),
      },
    },
  ],
};
