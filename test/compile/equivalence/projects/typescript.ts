import type { Chapter, Files } from '../project.js';
import { esm, esmProcessor, tsconfig } from './sources.js';

const nodenext: Files = { ...esm, ...tsconfig({ module: 'nodenext', target: 'es2022' }) };
const commonjs: Files = tsconfig({ module: 'commonjs', target: 'es2022' });

/** Shows whether a field is defined on the object or assigned through a setter of the base class. */
const fields = `
  class Base { set value(value: string) { console.log('setter got', value); } }
  class Derived extends Base { value = 'a'; declare later: string; unset?: string; order = this.name; constructor(private readonly name: string) { super(); } }
  export const seen = () => { const made = new Derived('given'); return [Object.keys(made), made.order]; };`;

export const typeScript: Chapter = {
  title: 'TypeScript',
  projects: [
    {
      what: '`enum`',
      node: 'is an object, with names for numbers, and may be computed, merged and exported',
      files: {
        ...nodenext,
        'colour.ts': `export enum Colour { Red, Green = 5, Blue, Text = 'text', Size = 'abc'.length } export enum Colour { More = 40 }
          export namespace Colour { export const parse = (text: string) => Colour[text as 'Red']; }`,
        'processor.ts': esmProcessor(
          `import { Colour } from './colour.js'; enum Own { A = 10, B }`,
          `console.log(Colour, Colour[5], Colour.parse('Blue'), Own);`,
        ),
      },
    },
    {
      what: 'an `enum` member without a value, after one whose value is in another file',
      node: 'tsc counts on from it; with `isolatedModules` it reports an error',
      files: {
        ...nodenext,
        'colour.ts': 'export enum Colour { Green = 5 }',
        'processor.ts': esmProcessor(
          `import { Colour } from './colour.js'; enum Own { A = Colour.Green << 1, B }`,
          `console.log(Own);`,
        ),
      },
      refused: {
        why: 'exit code 5, with the member: each file is compiled by itself',
        says: /enum member B /,
      },
    },
    {
      what: '`const enum` of another file',
      node: 'its values are written where it is used',
      files: {
        ...nodenext,
        'level.ts': `export const enum Level { Low = 1, High = 'high', Both = Low + 1 }`,
        'processor.ts': esmProcessor(
          `import { Level } from './level.js'; import * as all from './level.js';`,
          `console.log(Level.Low, Level.High, all.Level.Both, Level['Low']);`,
        ),
      },
    },
    {
      what: '`const enum` of a package’s declarations',
      node: 'tsc writes its values where it is used; with `isolatedModules` it reports an error',
      files: {
        ...nodenext,
        'node_modules/dep/package.json': '{"type":"module","types":"./index.d.ts","exports":"./index.js"}',
        'node_modules/dep/index.js': 'export const other = 1;',
        'node_modules/dep/index.d.ts':
          'export declare const enum Level { Low = 1, High = 7 } export declare const other: number;',
        'processor.ts': esmProcessor(
          `import { Level, other } from 'dep';`,
          `console.log(Level.High, other);`,
        ),
      },
      refused: {
        why: 'exit code 5, with the name: there is nothing to import at run time',
        says: /'dep'.* 'Level'/,
      },
    },
    {
      what: '`namespace`',
      node: 'is an object; parts of one name add to it, and to a class or a function of that name',
      files: {
        ...nodenext,
        'shapes.ts': `export namespace Shapes { export const one = 1; const hidden = 2; export namespace Deep { export let sum = one + hidden; } }
          export namespace Shapes { export const two = one + 1; export import Alias = Shapes.Deep; }
          export function make() { return make.kind; } export namespace make { export const kind = 'made'; }
          export namespace Empty { export interface Nothing { a: 1 } }`,
        'processor.ts': esmProcessor(
          `import { Shapes, make } from './shapes.js';`,
          `console.log(Shapes, make(), Shapes.Alias === Shapes.Deep, Object.keys(make));`,
        ),
      },
    },
    {
      what: 'parameter properties and class fields, `target` ES2022',
      node: 'fields are defined on the object, and parameter properties come after them',
      files: {
        ...nodenext,
        'fields.ts': fields,
        'processor.ts': esmProcessor(`import { seen } from './fields.js';`, `console.log(seen());`),
      },
    },
    {
      what: 'class fields with `useDefineForClassFields: false`, or `target` ES2021',
      node: 'fields are assigned, so setters of a base class are called, and parameter properties come before them',
      daemon: true,
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', useDefineForClassFields: false }),
        'fields.ts': fields,
        'processor.ts': esmProcessor(`import { seen } from './fields.js';`, `console.log(seen());`),
      },
    },
    {
      what: 'class fields by `target` alone',
      node: 'are assigned below ES2022',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2021' }),
        'fields.ts': fields,
        'processor.ts': esmProcessor(`import { seen } from './fields.js';`, `console.log(seen());`),
      },
    },
    {
      what: 'imports that are only types',
      node: 'are left out, and their modules not loaded',
      files: {
        ...nodenext,
        'types.ts':
          'console.log("types are loaded"); export interface Shape { a: number } export class Unused {}',
        'effects.ts': 'console.log("effects are loaded"); export type T = 1;',
        'processor.ts': esmProcessor(
          `import { Shape, Unused } from './types.js'; import type { T } from './effects.js'; import './effects.js';`,
          `const shape: Shape & { t?: T; u?: Unused } = { a: 1 }; console.log(shape);`,
        ),
      },
    },
    {
      what: '`verbatimModuleSyntax`',
      node: 'imports that do not say `type` stay, and their modules are loaded',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', verbatimModuleSyntax: true }),
        'types.ts':
          'console.log("types are loaded"); export type Shape = { a: number }; export class Unused {}',
        'processor.ts': esmProcessor(
          `import { type Shape, Unused } from './types.js';`,
          `const shape: Shape = { a: 1 }; console.log(shape);`,
        ),
      },
    },
    {
      what: 'a type that is exported again without saying `type`',
      node: 'is left out',
      files: {
        ...nodenext,
        'shape.ts': 'export interface Shape { a: number } export const value = 1;',
        'index.ts': `export { Shape, value } from './shape.js'; import { Shape } from './shape.js'; export { Shape as Form };`,
        'processor.ts': esmProcessor(
          `import { Shape, value } from './index.js'; import * as all from './index.js';`,
          `const shape: Shape = { a: value }; console.log(shape, Object.keys(all));`,
        ),
      },
    },
    {
      what: 'imports of `./a.ts`',
      node: 'become `./a.js`, with `rewriteRelativeImportExtensions`',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', rewriteRelativeImportExtensions: true }),
        'a.ts': 'export const a: string = "a"; export const where = import.meta.url;',
        'processor.ts': esmProcessor(`import { a, where } from './a.ts';`, `console.log(a, where);`),
      },
    },
    {
      what: 'imports of `./a.js` where there is `a.ts`',
      node: 'find its output; so do `require` and `import()`, also from JavaScript, and `.mjs` and `.cjs` likewise',
      files: {
        ...tsconfig({ module: 'nodenext', target: 'es2022', allowJs: true }),
        'a.ts': 'export const a: string = "a";',
        'b.mts': 'export const b: string = "b";',
        'c.cts': 'export const c: string = "c";',
        'plain.js': 'exports.a = () => require("./a.js").a + require("./c.cjs").c + require("./a").a;',
        'processor.ts': esmProcessor(
          `import { a } from './a.js'; import plain = require('./plain.js'); const name = './a.js';`,
          `console.log(a, (await import('./b.mjs')).b, require('./c.cjs').c, plain.a(), (await import(name)).a, require(name).a, require.resolve('./a.js'));`,
        ),
      },
    },
    {
      what: 'imports without an extension',
      node: 'are found where tsc writes CommonJS: a file, then `index` of a folder',
      files: {
        ...commonjs,
        'a.ts': 'export const a: string = "a";',
        'folder/index.ts': 'export const inside: string = "inside";',
        'both.ts': 'export const both = "the file";',
        'both/index.ts': 'export const both = "the folder";',
        'processor.ts': esmProcessor(
          `import { a } from './a'; import { inside } from './folder'; import { both } from './both'; import data from './data.json';`,
          `console.log(a, inside, both, data);`,
        ),
        'data.json': '{"b":1}',
      },
    },
    {
      what: 'JSON in TypeScript',
      node: 'is imported with `resolveJsonModule`, in CommonJS by `require`, in ES modules with the attribute',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', resolveJsonModule: true }),
        'data.json': '{"a":{"b":1}}',
        'old.cts': 'import data = require("./data.json"); export const { a } = data;',
        'processor.ts': esmProcessor(
          `import data from './data.json' with { type: 'json' }; import { a } from './old.cjs';`,
          `console.log(data, a);`,
        ),
      },
    },
    {
      what: 'JSX with `react-jsx`',
      node: 'calls the runtime that `jsxImportSource` names, also by a comment',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', jsx: 'react-jsx', jsxImportSource: 'mini' }),
        'node_modules/mini/package.json': '{"type":"module","exports":{"./jsx-runtime":"./index.js"}}',
        'node_modules/mini/index.js':
          'export const Fragment = "fragment"; export const jsx = (type, { children, ...rest }, key) => [type, rest, children, key]; export const jsxs = jsx;',
        'node_modules/other/package.json': '{"type":"module","exports":{"./jsx-runtime":"./index.js"}}',
        'node_modules/other/index.js': 'export const jsx = () => "other";',
        'view.tsx':
          'export const view = (text: string) => <><p class="a" key="k">{text} &amp; more</p><b/></>;',
        'other.tsx': '/** @jsxImportSource other */ export const other = <p/>;',
        'processor.ts': esmProcessor(
          `import { view } from './view.js'; import { other } from './other.js';`,
          `console.log(JSON.stringify(view(records[0].text())), other);`,
        ),
      },
    },
    {
      what: 'JSX with `react`',
      node: 'calls `jsxFactory` and `jsxFragmentFactory`',
      files: {
        ...esm,
        ...tsconfig({
          module: 'nodenext',
          target: 'es2022',
          jsx: 'react',
          jsxFactory: 'h',
          jsxFragmentFactory: 'Part',
        }),
        'view.tsx':
          'const h = (...all: unknown[]) => all; const Part = "part"; export const view = (text: string) => <><p a="b">{text}</p></>;',
        'processor.ts': esmProcessor(
          `import { view } from './view.js';`,
          `console.log(JSON.stringify(view(records[0].text())));`,
        ),
      },
    },
    {
      what: '`using`',
      node: 'is lowered to what node knows; things are disposed of at the end of the block',
      files: {
        ...nodenext,
        'processor.ts': esmProcessor(
          `class Thing { constructor(readonly name: string) {} [Symbol.dispose]() { console.log('disposed of', this.name); } async [Symbol.asyncDispose]() { console.log('later', this.name); } }`,
          `{ using a = new Thing('a'); await using b = new Thing('b'); console.log(a.name, b.name); } console.log('after');`,
        ),
      },
    },
    {
      what: 'TypeScript without a `tsconfig.json`',
      node: 'is an ES module for what `package.json` says, or where it has its syntax',
      files: {
        ...esm,
        'a.ts': 'export enum A { one = 1 } export class B { constructor(readonly b: number) {} }',
        'processor.ts': esmProcessor(
          `import { A, B } from './a.js';`,
          `console.log(A.one, new B(2), import.meta.url);`,
        ),
      },
    },
    {
      what: 'helpers by `importHelpers`',
      node: 'come from the project’s `tslib`',
      files: {
        ...esm,
        ...tsconfig({
          module: 'nodenext',
          target: 'es2022',
          importHelpers: true,
          experimentalDecorators: true,
        }),
        'node_modules/tslib/package.json': '{"type":"module","exports":"./index.js"}',
        'node_modules/tslib/index.js':
          'export function __decorate(decorators, target) { for (const one of decorators) one(target); return target; }',
        'processor.ts': esmProcessor(
          `const mark = (target: any) => { target.marked = true; }; @mark class Words {}`,
          `console.log((Words as any).marked);`,
        ),
      },
    },
    {
      what: 'the names of classes and functions',
      node: 'are those of the source',
      files: {
        ...nodenext,
        'processor.ts': `const anonymous = class {}; const arrow = () => {}; class Inner { static self = Inner.name; static { console.log(this.name); } }
          export default class Words { processRecords() { console.log(Words.name, anonymous.name, arrow.name, Inner.self, this.constructor.name, Object.keys(Words), (function () {}).name); } }`,
      },
    },
  ],
};
