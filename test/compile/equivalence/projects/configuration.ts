import type { Chapter, Files } from '../project.js';
import { esm, esmProcessor, tsconfig } from './sources.js';

/** Prints how fields are made, which depends on an option and is seen at run time. */
const processor = esmProcessor(
  `class Base { set a(value: number) { console.log('setter'); } } class Derived extends Base { a = 1; }`,
  `console.log(Object.keys(new Derived()));`,
);
const assigned = { module: 'nodenext', target: 'es2022', useDefineForClassFields: false };
const json = (value: unknown): string => JSON.stringify(value);

/** Imports that only \`paths\` or \`baseUrl\` explain; node does not know them, and tsc leaves them as they are. */
const mapped: Files = {
  'src/lib/a.ts': 'export const a: string = "a"; export const where = import.meta.url;',
  'src/lib/index.ts': 'export const index: string = "index";',
  'generated/only.ts': 'export const only: string = "only in the second place";',
};
const whyMapped = 'they are looked up, as type checking does; node needs a tool of its own after tsc';

export const configuration: Chapter = {
  title: 'tsconfig.json',
  projects: [
    {
      what: '`extends`: a file, without its extension, through a chain',
      node: 'each adds what the nearer ones do not say',
      files: {
        ...esm,
        'tsconfig.json': `// comments, and a comma too many
          { "extends": "./config/middle", /* here */ "compilerOptions": { "strict": true, }, }`,
        'config/middle.json': json({ extends: '../base.json', compilerOptions: { module: 'nodenext' } }),
        'base.json': json({ compilerOptions: { ...assigned, module: 'commonjs' } }),
        'processor.ts': processor,
      },
    },
    {
      what: '`extends`: several',
      node: 'the later one wins',
      files: {
        ...esm,
        'tsconfig.json': json({ extends: ['./a.json', './b.json'] }),
        'a.json': json({
          compilerOptions: { module: 'nodenext', target: 'es2022', useDefineForClassFields: true },
        }),
        'b.json': json({ compilerOptions: { useDefineForClassFields: false } }),
        'processor.ts': processor,
      },
    },
    {
      what: '`extends`: a package',
      node: 'by its `tsconfig.json`, by a file in it, or by its `exports`',
      files: {
        ...esm,
        'tsconfig.json': json({ extends: ['@acme/base', '@acme/parts/node.json', 'exported/config'] }),
        'node_modules/@acme/base/tsconfig.json': json({ compilerOptions: { module: 'nodenext' } }),
        'node_modules/@acme/parts/node.json': json({ compilerOptions: { target: 'es2022' } }),
        'node_modules/exported/package.json': json({ exports: { './config': './hidden.json' } }),
        'node_modules/exported/hidden.json': json({ compilerOptions: { useDefineForClassFields: false } }),
        'processor.ts': processor,
      },
    },
    {
      what: '`extends`: what is not there',
      node: 'tsc reports an error',
      files: { ...esm, 'tsconfig.json': json({ extends: '@acme/not-installed' }), 'processor.ts': processor },
      refused: { why: 'exit code 5, with the name', says: /@acme\/not-installed/ },
    },
    {
      what: 'a chain of `extends` that breaks further up, or goes round',
      node: 'tsc reports an error',
      files: {
        ...esm,
        'tsconfig.json': json({ extends: './base.json' }),
        'base.json': json({ extends: './gone.json' }),
        'processor.ts': processor,
      },
      refused: { why: 'exit code 5, with the names', says: /gone\.json/ },
    },
    {
      what: 'a `tsconfig.json` that cannot be parsed',
      node: 'tsc reports an error',
      files: {
        ...esm,
        'tsconfig.json': '{ "compilerOptions": { "module" "nodenext" } }',
        'processor.ts': processor,
      },
      refused: { why: 'exit code 5, with the place', says: /tsconfig\.json/ },
    },
    {
      what: '`module` with a value that node has no loader for',
      node: 'tsc writes AMD, UMD or System, which node cannot load, or reports an error',
      files: {
        ...esm,
        ...tsconfig({ module: 'amd', target: 'es2022', ignoreDeprecations: '6.0' }),
        'processor.ts': processor,
      },
      refused: { why: 'exit code 5, with the option', says: /module.*amd/i },
    },
    {
      what: '`jsx: preserve`',
      node: 'tsc leaves JSX for another tool, and node cannot load it',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', jsx: 'preserve' }),
        'view.tsx': 'export const view = <p/>;',
        'processor.ts': esmProcessor(`import { view } from './view.jsx';`, `console.log(view);`),
      },
      refused: { why: 'exit code 5, with the option', says: /jsx/ },
    },
    {
      what: '`paths`',
      node: 'are for type checking: tsc leaves the names, and node cannot find them',
      files: {
        ...esm,
        ...tsconfig({
          module: 'nodenext',
          target: 'es2022',
          paths: {
            '@lib/*': ['./src/lib/*.ts', './generated/*.ts'],
            '@lib': ['./src/lib/index.ts'],
            exact: ['./src/lib/a.ts'],
          },
        }),
        ...mapped,
        'processor.ts': esmProcessor(
          `import { a, where } from '@lib/a'; import { index } from '@lib'; import { only } from '@lib/only'; import * as exact from 'exact';`,
          `console.log(a, index, only, exact.a, where, (await import('@lib/a')).a === a);`,
        ),
      },
      differs: { why: whyMapped, prints: ['a index only in the second place a <url>/src/lib/a.js true'] },
      daemon: true,
    },
    {
      what: '`paths` in CommonJS, with a package of the same name',
      node: 'the package is loaded, for node does not know `paths`',
      files: {
        ...tsconfig({
          module: 'commonjs',
          target: 'es2022',
          paths: { '~/*': ['./src/*'], dep: ['./src/dep.ts'] },
        }),
        'src/dep.ts': 'export const from: string = "paths";',
        'src/inner.ts': 'export const inner: string = "inner";',
        'node_modules/dep/index.js': 'exports.from = "the package";',
        'processor.ts': esmProcessor(
          `import { from } from 'dep'; import { inner } from '~/inner';`,
          `console.log(from, inner, require('~/inner').inner === inner);`,
        ),
      },
      differs: { why: whyMapped, prints: ['paths inner true'] },
    },
    {
      what: '`baseUrl`',
      node: 'is for type checking too',
      files: {
        ...esm,
        ...tsconfig({
          module: 'esnext',
          moduleResolution: 'bundler',
          target: 'es2022',
          baseUrl: './src',
          ignoreDeprecations: '6.0',
        }),
        ...mapped,
        'node_modules/dep/index.js': 'exports.from = "the package";',
        'processor.ts': esmProcessor(
          `import { a } from 'lib/a'; import { index } from 'lib'; import dep from 'dep';`,
          `console.log(a, index, dep.from);`,
        ),
      },
      differs: { why: whyMapped, prints: ['a index the package'] },
    },
    {
      what: '`paths` of a configuration that is extended, in another folder',
      node: 'are relative to the file that has them',
      files: {
        ...esm,
        'tsconfig.json': json({ extends: './config/base.json' }),
        'config/base.json': json({
          compilerOptions: { module: 'nodenext', target: 'es2022', paths: { '@lib/*': ['../src/lib/*.ts'] } },
        }),
        ...mapped,
        'processor.ts': esmProcessor(`import { a } from '@lib/a';`, `console.log(a);`),
      },
      differs: { why: whyMapped, prints: ['a'] },
    },
    {
      what: '`references`: a `tsconfig.json` that only refers to others',
      node: 'tsc builds each with its own options',
      files: {
        ...esm,
        'tsconfig.json': json({
          files: [],
          references: [{ path: './tsconfig.app.json' }, { path: './tsconfig.test.json' }],
        }),
        'tsconfig.app.json': json({
          compilerOptions: { ...assigned, composite: true },
          include: ['src', 'processor.ts'],
        }),
        'tsconfig.test.json': json({
          compilerOptions: { module: 'nodenext', composite: true },
          include: ['test'],
        }),
        'src/a.ts': 'export const a = 1;',
        'test/a.ts': '',
        'processor.ts': processor,
      },
      builds: ['tsconfig.app.json', 'tsconfig.test.json'],
    },
    {
      what: '`references` to a project in another folder',
      node: 'each file is compiled with the options of the project that holds it',
      files: {
        ...esm,
        'tsconfig.json': json({
          compilerOptions: { module: 'nodenext', target: 'es2022' },
          references: [{ path: './lib' }],
          files: ['processor.ts'],
        }),
        'lib/tsconfig.json': json({ compilerOptions: { ...assigned, composite: true } }),
        'lib/fields.ts': `class Base { set a(value: number) { console.log('setter'); } } export class Derived extends Base { a = 1; }`,
        'processor.ts': esmProcessor(
          `import { Derived } from './lib/fields.js'; class Base { set b(value: number) { console.log('not called'); } } class Own extends Base { b = 1; }`,
          `console.log(Object.keys(new Derived()), Object.keys(new Own()));`,
        ),
      },
      builds: ['lib/tsconfig.json', 'tsconfig.json'],
    },
    {
      what: 'a configuration of another name',
      node: '`tsc -p tsconfig.worker.json`',
      files: {
        ...esm,
        'tsconfig.json': json({ compilerOptions: { module: 'nodenext', target: 'es2022' } }),
        'tsconfig.worker.json': json({ compilerOptions: assigned }),
        'processor.ts': processor,
      },
      builds: ['tsconfig.worker.json'],
      flags: ['--tsconfig', 'tsconfig.worker.json'],
    },
    {
      what: '`outDir` and `rootDir`',
      node: 'only say where the output is',
      files: {
        ...esm,
        ...tsconfig({
          ...assigned,
          outDir: './dist',
          rootDir: './src',
          noEmit: true,
          declaration: true,
          sourceMap: false,
        }),
        'src/processor.ts': processor,
      },
      processor: 'src/processor.ts',
    },
  ],
};
