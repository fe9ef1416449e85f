import type { Chapter } from '../project.js';
import { cjsProcessor, esm, esmProcessor } from './sources.js';

export const commonJs: Chapter = {
  title: 'CommonJS',
  projects: [
    {
      what: 'sloppy mode',
      node: 'holds in CommonJS: undeclared assignment, octal numbers, `with`, `arguments.callee`, `delete` of a name, and a bare `this` is the global object',
      daemon: true,
      files: {
        'sloppy.js': `
          undeclared = 1;
          function callee() { return typeof arguments.callee; }
          function self() { return this === globalThis; }
          exports.seen = function () {
            var found = [undeclared, globalThis.undeclared, 010, callee(), self(), delete globalThis.undeclared];
            with ({ inside: 'with' }) found.push(inside);
            var static = 'a reserved word'; found.push(static);
            return found;
          };`,
        'processor.js': cjsProcessor(`const { seen } = require('./sloppy');`, `console.log(seen());`),
      },
    },
    {
      what: 'strict mode',
      node: 'holds in ES modules, and where a file says `"use strict"`',
      files: {
        ...esm,
        'strict.cjs': `"use strict"; exports.seen = [(function () { return this; })()]; try { undeclared = 1; } catch (error) { exports.seen.push(error.name); }`,
        'processor.js': esmProcessor(
          `import strict from './strict.cjs'; const top = this;`,
          `const own = (function () { return this; })(); let assigned; try { undeclared = 1; } catch (error) { assigned = error.message; }
           console.log(strict.seen, top, own, assigned);`,
        ),
      },
    },
    {
      what: 'the top level of a CommonJS module',
      node: 'is a function: `this` is `exports`, it has five `arguments`, may `return`, and its `var`s are its own',
      files: {
        'processor.js': `
          var top = this === module.exports && this === exports;
          var count = arguments.length, types = Array.from(arguments, (a) => typeof a);
          var leaked = 'leaked' in globalThis; var leaked;
          module.exports = { processRecords() { console.log(top, count, types, leaked, typeof globalThis.top); } };
          if (top) return;
          throw new Error('not reached');`,
      },
    },
    {
      what: '`module`, `require.main`, `module.parent`',
      node: 'the processor is the main module, as with `node processor.js`',
      daemon: true,
      files: {
        'child.js': `exports.parent = () => module.parent && module.parent.filename; exports.main = () => require.main === module;`,
        'processor.js': cjsProcessor(
          `const child = require('./child'); const early = module.loaded;`,
          `console.log(require.main === module, module.parent, module.id, module.filename, early, module.loaded);
           console.log(module.children.map(({ id }) => id), module.paths[0], child.parent(), child.main());
           console.log(Object.keys(module).sort(), module.constructor === require('module'), module.exports === require(__filename));`,
        ),
      },
    },
    {
      what: '`require.cache`',
      node: 'holds each module by its path: one can be dropped and is loaded anew, or replaced',
      files: {
        'config.js': 'console.log("config is loaded"); module.exports = { fresh: true };',
        'real.js': 'throw new Error("not loaded")',
        'processor.js': cjsProcessor(
          `const before = require('./config');
           require.cache[require.resolve('./real')] = { id: 'fake', loaded: true, exports: 'replaced' };`,
          `const path = require.resolve('./config'); console.log(path in require.cache, require.cache[path].exports === before);
           delete require.cache[path]; console.log(require('./config') === before, require('./real'), __filename in require.cache);`,
        ),
      },
    },
    {
      what: '`require.extensions`',
      node: 'takes loaders of other kinds of files, and can wrap the loader of `.js`',
      files: {
        'greeting.txt': 'hello from a text file',
        'later.js': 'module.exports = "PLACEHOLDER";',
        'processor.js': cjsProcessor(
          `const { readFileSync } = require('fs');
           require.extensions['.txt'] = (module, file) => { module.exports = readFileSync(file, 'utf8'); };
           const before = require.extensions['.js'];
           require.extensions['.js'] = (module, file) => {
             const compile = module._compile;
             module._compile = function (code, name) { return compile.call(this, code.replace('PLACEHOLDER', 'replaced'), name); };
             before(module, file);
           };`,
          `console.log(require('./greeting.txt'), require('./greeting'), require('./later'));`,
        ),
      },
    },
    {
      what: '`require.resolve`',
      node: 'takes `paths`, and tells where it looks',
      files: {
        'node_modules/dep/index.js': '',
        'lib/node_modules/dep/index.js': '',
        'lib/index.js': '',
        'processor.js': cjsProcessor(
          '',
          `console.log(require.resolve('dep'), require.resolve('dep', { paths: [__dirname + '/lib'] }), require.resolve('./lib'));
           console.log(require.resolve.paths('dep')[0], require.resolve.paths('./x'), require.resolve('fs'), require.resolve('node:fs'));`,
        ),
      },
    },
    {
      what: '`createRequire`',
      node: 'requires from any place, and knows the same modules as `require`',
      files: {
        ...esm,
        'lib/state.cjs': 'module.exports = {};',
        'lib/node_modules/dep/index.js': 'module.exports = "dep of lib";',
        'lib/data.json': '{"a":1}',
        'processor.js': esmProcessor(
          `import { createRequire } from 'node:module'; import state from './lib/state.cjs';
           const require = createRequire(new URL('./lib/', import.meta.url));`,
          `console.log(require('./state.cjs') === state, require('dep'), require('./data.json'), require.resolve('./state.cjs'), require.main);`,
        ),
      },
    },
    {
      what: 'a folder, and a name without its extension',
      node: 'are found by `require`, by `package.json` or as `index.js`',
      files: {
        'a/index.js': 'module.exports = "index";',
        'b/package.json': '{"main":"./lib/main"}',
        'b/lib/main.js': 'module.exports = "main";',
        'c.json': '"json"',
        'processor.js': cjsProcessor(
          '',
          `console.log(require('./a'), require('./b'), require('./c'), require('.') === module.exports || 'index of the project');`,
        ),
        'index.js': 'module.exports = null;',
      },
    },
    {
      what: 'the source of a function in JavaScript',
      node: 'is given by `toString` as it was written',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          '',
          `const add = (a,   b) => a + b; // a comment
           function named ( ) { /* kept */ return 0x10 }
           class Words { static #hidden = 1; }
           console.log(String(add), String(named), String(Words), add.name, named.name, Words.name);`,
        ),
      },
    },
    {
      what: '`NODE_PATH`',
      node: 'is searched by `require`, not by `import`',
      env: { NODE_PATH: '<project>/shared' },
      files: {
        'shared/dep/index.js': 'module.exports = "by NODE_PATH";',
        'processor.js': cjsProcessor(
          '',
          `console.log(require('dep')); await import('dep').catch((error) => console.log(error.code));`,
        ),
      },
    },
  ],
};
