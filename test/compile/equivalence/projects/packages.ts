import type { Chapter, Files } from '../project.js';
import { cjsProcessor, esm, esmProcessor, tsconfig } from './sources.js';

const conditional: Files = {
  'node_modules/dep/package.json': JSON.stringify({
    main: './main.js',
    module: './module.js',
    exports: {
      '.': {
        custom: './custom.mjs',
        browser: './wrong.js',
        import: './import.mjs',
        require: './require.cjs',
        default: './default.cjs',
      },
      './node': { 'node-addons': './addons.cjs', node: './node.cjs', default: './default.cjs' },
      './features/*.js': './src/*.cjs',
      './features/private/*': null,
    },
  }),
  'node_modules/dep/custom.mjs': 'export default "custom";',
  'node_modules/dep/import.mjs': 'export default "import";',
  'node_modules/dep/require.cjs': 'module.exports = "require";',
  'node_modules/dep/default.cjs': 'module.exports = "default";',
  'node_modules/dep/node.cjs': 'module.exports = "node";',
  'node_modules/dep/addons.cjs': 'module.exports = "node-addons";',
  'node_modules/dep/src/a.cjs': 'module.exports = "feature a";',
};

export const packages: Chapter = {
  title: 'Packages and workspaces',
  projects: [
    {
      what: 'the conditions of `exports`',
      node: '`import` or `require` by who asks, then `node`, `default`; never `browser` or the field `module`',
      files: {
        ...esm,
        ...conditional,
        'old.cjs': 'module.exports = () => require("dep");',
        'processor.js': esmProcessor(
          `import dep from 'dep'; import forNode from 'dep/node'; import feature from 'dep/features/a.js'; import old from './old.cjs';`,
          `console.log(dep, forNode, feature, old(), (await import('dep')).default);`,
        ),
      },
    },
    {
      what: '`NODE_OPTIONS=--conditions=…`',
      node: 'adds conditions of the user’s',
      env: { NODE_OPTIONS: '--conditions=custom' },
      files: {
        ...esm,
        ...conditional,
        'processor.js': esmProcessor(
          `import dep from 'dep';`,
          `console.log(dep, (await import('dep')).default);`,
        ),
      },
    },
    {
      what: '`#imports`',
      node: 'are those of the nearest `package.json`, with conditions, patterns and packages',
      files: {
        'package.json': JSON.stringify({
          type: 'module',
          imports: {
            '#a': { import: './a.js', default: './wrong.js' },
            '#lib/*': './lib/*.js',
            '#dep': 'dep',
            '#none': null,
          },
        }),
        'a.js': 'export default "a";',
        'lib/b.js': 'export default "b"; ',
        'inner/package.json': '{"type":"module","imports":{"#a":"./own.js"}}',
        'inner/own.js': 'export default "a of the inner package";',
        'inner/index.js': 'export { default as inner } from "#a";',
        'node_modules/dep/index.js': 'module.exports = "dep";',
        'processor.js': esmProcessor(
          `import a from '#a'; import b from '#lib/b'; import dep from '#dep'; import { inner } from './inner/index.js';`,
          `console.log(a, b, dep, inner); await import('#none').catch((error) => console.log(error.code)); await import('#gone').catch((error) => console.log(error.code));`,
        ),
      },
    },
    {
      what: '`#imports` in TypeScript',
      node: 'name what tsc writes',
      files: {
        'package.json': JSON.stringify({
          type: 'module',
          imports: { '#lib/*': './lib/*.js', '#built/*': { types: './lib/*.ts', default: './lib/*.js' } },
        }),
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'lib/a.ts': 'export const a: string = "a";',
        'processor.ts': esmProcessor(
          `import { a } from '#lib/a'; import { a as built } from '#built/a';`,
          `console.log(a, built, (await import('#lib/a')).a);`,
        ),
      },
    },
    {
      what: 'a package that imports itself by its name',
      node: 'gets its own `exports`, as the same instance',
      files: {
        'package.json': JSON.stringify({
          name: '@acme/self',
          type: 'module',
          exports: { './state': './lib/state.js', './package.json': './package.json' },
        }),
        'lib/state.js': 'export const state = {};',
        'processor.js': esmProcessor(
          `import { state } from '@acme/self/state'; import { state as own } from './lib/state.js';`,
          `console.log(state === own); await import('@acme/self').catch((error) => console.log(error.code));`,
        ),
      },
    },
    {
      what: 'workspaces of npm and yarn',
      node: '`node_modules` links to the packages; a module is known by its real path, and finds its packages from there',
      daemon: true,
      files: {
        'package.json': '{"workspaces":["app","packages/*"]}',
        'app/package.json': '{"type":"module"}',
        'packages/lib/package.json': '{"name":"@acme/lib","type":"module","exports":"./index.js"}',
        'packages/lib/index.js':
          'import inner from "inner"; export const state = {}; export const where = [import.meta.url, inner];',
        'packages/lib/node_modules/inner/index.js': 'module.exports = "inner of the package";',
        'node_modules/inner/index.js': 'module.exports = "inner of the root";',
        'app/processor.js': esmProcessor(
          `import { state, where } from '@acme/lib'; import { state as relative } from '../packages/lib/index.js'; import inner from 'inner';`,
          `console.log(where, state === relative, inner);`,
        ),
      },
      processor: 'app/processor.js',
      links: { 'node_modules/@acme/lib': '../../packages/lib' },
    },
    {
      what: 'a workspace whose `package.json` names TypeScript',
      node: 'the build writes another `package.json`, or node cannot load it',
      files: {
        'package.json': '{"type":"module","workspaces":["packages/*"]}',
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'packages/lib/package.json':
          '{"name":"@acme/lib","type":"module","exports":{".":"./src/index.ts","./*":"./src/*.ts"}}',
        'packages/lib/src/index.ts': 'export enum Kind { A = "a" } export const where = import.meta.url;',
        'packages/lib/src/part.ts': 'export const part: string = "part";',
        'processor.ts': esmProcessor(
          `import { Kind, where } from '@acme/lib'; import { part } from '@acme/lib/part';`,
          `console.log(Kind, where, part);`,
        ),
      },
      alsoBuilt: {
        'packages/lib/package.json':
          '{"name":"@acme/lib","type":"module","exports":{".":"./src/index.js","./*":"./src/*.js"}}',
      },
      links: { 'node_modules/@acme/lib': '../../packages/lib' },
    },
    {
      what: 'a workspace whose `package.json` names what tsc writes',
      node: 'its output is loaded',
      files: {
        'package.json': '{"type":"module","workspaces":["packages/*"]}',
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'packages/lib/package.json': '{"name":"@acme/lib","main":"dist/index.js","types":"dist/index.d.ts"}',
        'packages/lib/dist/index.js': 'exports.where = "the build";',
        'packages/lib/dist/index.d.ts': 'export declare const where: string;',
        'packages/lib/src/index.ts': 'export const where = "the source";',
        'processor.ts': esmProcessor(`import { where } from '@acme/lib';`, `console.log(where);`),
      },
      links: { 'node_modules/@acme/lib': '../../packages/lib' },
    },
    {
      what: 'the layout of pnpm',
      node: 'a package is known by its real path under `.pnpm`, and finds what is linked beside it',
      files: {
        ...esm,
        'node_modules/.pnpm/a@1.0.0/node_modules/a/index.js':
          'exports.a = require("b").b + " for a"; exports.file = __filename; exports.state = require("b");',
        'node_modules/.pnpm/b@1.0.0/node_modules/b/index.js': 'exports.b = "b"; exports.file = __filename;',
        'processor.js': esmProcessor(
          `import { a, file, state } from 'a';`,
          `console.log(a, file, state.file); await import('b').catch((error) => console.log(error.code));`,
        ),
      },
      links: {
        'node_modules/a': '.pnpm/a@1.0.0/node_modules/a',
        'node_modules/.pnpm/a@1.0.0/node_modules/b': '../../b@1.0.0/node_modules/b',
      },
    },
    {
      what: 'a processor that is a symbolic link',
      node: 'is loaded from where it really is',
      files: {
        'package.json': '{"type":"commonjs"}',
        'real/package.json': '{"type":"module"}',
        'real/processor.js': esmProcessor(
          `import { beside } from './beside.js';`,
          `console.log(beside, import.meta.url);`,
        ),
        'real/beside.js': 'export const beside = "beside the real one";',
        'beside.js': 'exports.beside = "beside the link";',
      },
      links: { 'processor.js': 'real/processor.js' },
      processor: 'processor.js',
    },
    {
      what: '`NODE_OPTIONS=--preserve-symlinks`',
      node: 'modules are known by the path of the link',
      env: { NODE_OPTIONS: '--preserve-symlinks' },
      files: {
        'node_modules/inner/index.js': 'module.exports = "inner of the project";',
        'elsewhere/dep/index.js': 'exports.file = __filename; exports.inner = require("inner");',
        'elsewhere/dep/node_modules/inner/index.js': 'module.exports = "inner of the package";',
        'processor.js': cjsProcessor(`const { file, inner } = require('dep');`, `console.log(file, inner);`),
      },
      links: { 'node_modules/dep': '../elsewhere/dep' },
    },
  ],
};
