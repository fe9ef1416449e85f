import type { Chapter } from '../project.js';
import { cjsProcessor, esm, esmProcessor, tsconfig } from './sources.js';

export const files: Chapter = {
  title: 'Files and stacks',
  projects: [
    {
      what: 'a byte order mark, a hashbang, CRLF',
      node: 'are passed over, in every kind of module',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', allowJs: true }),
        'mark.js': '\uFEFFexport const mark = "mark";\r\n',
        'bang.cjs': '#!/usr/bin/env node\r\nexports.bang = "bang";\r\n',
        'both.ts': '\uFEFFexport const both: string = `two\r\nlines`;\r\n',
        'data.json': '\uFEFF{"a":1}',
        'old.cjs': '\uFEFFexports.data = require("./data.json");',
        'processor.ts': `#!/usr/bin/env -S node --enable-source-maps\n${esmProcessor(
          `import { mark } from './mark.js'; import bang from './bang.cjs'; import { both } from './both.js'; import old from './old.cjs';`,
          `console.log(mark, bang, JSON.stringify(both), old.data, new Error('here').stack!.split('\\n')[1].replace(/.*:(\\d+):\\d+.*/, 'line $1'));`,
        )}`,
      },
    },
    {
      what: 'folders and files with blanks, `#`, `?`, `%` and letters of any alphabet',
      node: 'are encoded in addresses, not in paths',
      files: {
        ...esm,
        'a b#c/ünï?x%20y.js': 'export const where = [import.meta.url, import.meta.filename];',
        'a b#c/processor.js': esmProcessor(
          `import { where } from './%C3%BCn%C3%AF%3Fx%2520y.js'; import cjs from './o%23ld.cjs';`,
          `console.log(where, cjs, import.meta.url, import.meta.dirname);`,
        ),
        'a b#c/o#ld.cjs': 'module.exports = [__filename, require.resolve("./o#ld.cjs")];',
      },
      processor: 'a b#c/processor.js',
    },
    {
      what: 'the stack of an error in JavaScript',
      node: 'has the positions and names of the source; its first line is `name: message`',
      files: {
        ...esm,
        'fail.js':
          '\n\nexport function fail(what) {\n  throw new TypeError(`bad ${what}`, { cause: "a cause" });\n}\n',
        'old.cjs':
          'exports.fail = function outer(what) {\n  return (() => { throw new RangeError(what); })();\n};',
        'processor.js': esmProcessor(
          `import { fail } from './fail.js'; import old from './old.cjs';`,
          `for (const each of [fail, old.fail]) try { each('input'); } catch (error) { console.log(error.stack.split('\\n').filter((line) => /Error: |(fail|old|processor)\\./.test(line)).join('\\n')); }`,
        ),
      },
    },
    {
      what: 'the stack of an error in TypeScript',
      node: 'has the positions of the source with `--enable-source-maps`',
      daemon: true,
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'fail.ts':
          'interface A {\n  a: number;\n}\nenum E { a }\n\nexport function fail(a: A): never {\n  throw new TypeError(`a is ${a.a} ${E.a}`);\n}\n',
        'old.cts':
          'interface A {\n  a: number;\n}\n\nexport function old(a: A): never {\n  throw new RangeError(`a is ${a.a}`);\n}\n',
        'processor.ts': esmProcessor(
          `import { fail } from './fail.js'; import { old } from './old.cjs';`,
          `for (const each of [fail, old]) try { each({ a: 1 }); } catch (error) { console.log((error as Error).stack!.split('\\n').slice(0, 3).join('\\n')); }`,
        ),
      },
    },
    {
      what: '`module.findSourceMap`, stacks in a worker thread and of what a timer calls',
      node: 'find the source of a module in TypeScript, of either kind',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'old.cts':
          'import { findSourceMap } from "node:module";\ninterface A {\n  a: number;\n}\nexport const map = () => findSourceMap(__filename);\nexport function fail(a: A): never {\n  throw new RangeError(`a is ${a.a}`);\n}\n',
        'worker.ts':
          'interface A {\n  a: number;\n}\nimport { parentPort } from "node:worker_threads";\nconst fail = (a: A): never => {\n  throw new TypeError(`a is ${a.a}`);\n};\ntry { fail({ a: 2 }); } catch (error) { parentPort!.postMessage((error as Error).stack!.split("\\n")[1]); }\n',
        'processor.ts': esmProcessor(
          `import { findSourceMap } from 'node:module'; import { basename } from 'node:path'; import { Worker } from 'node:worker_threads'; import { map, fail } from './old.cjs';`,
          `const own = findSourceMap(import.meta.url); const old = map();
           interface A { a: number }
           console.log([own, old].map((each) => [each!.payload.sources.map((source) => basename(source)), each!.payload.version, Array.isArray(each!.lineLengths)]), findSourceMap('/none.js'));
           const answer = await new Promise((resolve, reject) => new Worker(new URL('./worker.js', import.meta.url)).once('message', resolve).once('error', reject));
           console.log(answer);
           console.log(await new Promise((resolve) => setTimeout(() => { try { fail({ a: 3 }); } catch (error) { resolve((error as Error).stack!.split('\\n').slice(0, 3).join('\\n')); } })));`,
        ),
      },
    },
    {
      what: '`Error.prepareStackTrace`, `Error.stackTraceLimit`, `Error.captureStackTrace`',
      node: 'are the processor’s to use: call sites name its files',
      files: {
        'where.js': `exports.where = () => { const before = Error.prepareStackTrace; Error.prepareStackTrace = (_, sites) => sites;
          const [, site] = new Error().stack; Error.prepareStackTrace = before; return [site.getFileName(), site.getFunctionName(), site.getLineNumber()]; };`,
        'processor.js': cjsProcessor(
          `const { where } = require('./where'); function caller() { return where(); }`,
          `console.log(caller(), Error.stackTraceLimit, typeof Error.prepareStackTrace);
           const target = {}; Error.captureStackTrace(target); console.log(target.stack.split('\\n')[1].trim());`,
        ),
      },
    },
    {
      what: 'a module by `data:` address',
      node: 'is loaded',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          '',
          `console.log((await import('data:text/javascript,export default 5')).default, (await import('data:application/json,{"a":1}', { with: { type: 'json' } })).default);`,
        ),
      },
    },
    {
      what: '`eval`, `new Function`, `vm`',
      node: 'run what they are given; `import()` in them is looked up from the module that calls',
      files: {
        'x.js': 'module.exports = "x";',
        'processor.js': cjsProcessor(
          `const vm = require('vm');`,
          `const local = 'local'; console.log(eval('local'), new Function('return typeof require')(), vm.runInThisContext('typeof module'), eval('require("./x")'));
           console.log((await eval('import("./x.js")')).default);`,
        ),
      },
    },
  ],
};
