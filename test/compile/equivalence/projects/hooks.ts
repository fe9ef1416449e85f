import type { Chapter } from '../project.js';
import { cjsProcessor, esm, esmProcessor, tsconfig } from './sources.js';

const dep = {
  'node_modules/dep/package.json': '{"type":"module","exports":"./index.js"}',
  'node_modules/dep/index.js': 'export const kind = "PLACEHOLDER";',
};

export const hooks: Chapter = {
  title: 'Instrumentation',
  projects: [
    {
      what: '`NODE_OPTIONS=--import` with hooks of `module.register`',
      node: 'see each import by the name that the module says, and may change the source of a package',
      daemon: true,
      env: { NODE_OPTIONS: '--import=./register.mjs' },
      files: {
        ...esm,
        ...dep,
        'register.mjs': `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);`,
        'hooks.mjs': `
          export async function resolve(name, context, next) { const found = await next(name, context); return name === 'dep' ? { ...found, url: found.url + '?by=' + context.parentURL.split('/').at(-1) } : found; }
          export async function load(url, context, next) { const found = await next(url, context); return url.includes('/dep/') ? { ...found, source: String(found.source).replace('PLACEHOLDER', 'seen by the hook') } : found; }`,
        'processor.js': esmProcessor(
          `import { kind } from 'dep';`,
          `console.log(kind, (await import('dep')).kind === kind);`,
        ),
      },
    },
    {
      what: 'the same with a processor in TypeScript',
      node: 'the hooks see the project’s modules as JavaScript',
      env: { NODE_OPTIONS: '--import=./register.mjs' },
      files: {
        ...esm,
        ...dep,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'register.mjs': `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);`,
        'hooks.mjs': `export async function load(url, context, next) { const found = await next(url, context); return /[/](dep|own)[/.]/.test(url) ? { ...found, source: String(found.source).replace('PLACEHOLDER', 'seen by the hook') } : found; }`,
        'own.ts': 'export const own: string = "PLACEHOLDER";',
        'processor.ts': esmProcessor(
          `import { kind } from 'dep'; import { own } from './own.js';`,
          `console.log(kind, own);`,
        ),
      },
    },
    {
      what: '`NODE_OPTIONS=--require` that wraps `Module.prototype.require` or `Module._load`',
      node: 'see each `require` by the name that the module says, and who asks',
      env: { NODE_OPTIONS: '--require=./wrap.cjs' },
      files: {
        'wrap.cjs': `const Module = require('module'); const { _load } = Module; const seen = globalThis.seen = [];
          Module._load = function (name, parent, main) { const found = _load.call(this, name, parent, main); seen.push(name + ' for ' + (parent?.filename ?? '').split('/').at(-1)); return name === 'dep' ? { ...found, wrapped: true } : found; };`,
        'node_modules/dep/index.js': 'exports.kind = "dep";',
        'lib.js': 'module.exports = require("dep");',
        'processor.js': cjsProcessor(
          `const lib = require('./lib'); const path = require('path');`,
          `console.log(lib, globalThis.seen.filter((each) => / for (lib|processor)\\.js$/.test(each)));`,
        ),
      },
    },
    {
      what: '`--require` with a processor in TypeScript',
      node: 'sees the `require`s that tsc writes',
      env: { NODE_OPTIONS: '--require=./wrap.cjs' },
      files: {
        ...tsconfig({ module: 'commonjs', target: 'es2022' }),
        'wrap.cjs': `const Module = require('module'); const { _load } = Module;
          Module._load = function (name, parent, main) { const found = _load.call(this, name, parent, main); return name === 'dep' ? { ...found, kind: 'wrapped' } : found; };`,
        'node_modules/dep/index.js': 'exports.kind = "dep";',
        'processor.ts': esmProcessor(`import { kind } from 'dep';`, `console.log(kind);`),
      },
    },
    {
      what: 'what a preloaded module leaves',
      node: 'is there: it has run once, before the processor, with the same instances of packages',
      env: { NODE_OPTIONS: '--require=./first.cjs --import=./second.mjs' },
      files: {
        ...esm,
        'first.cjs':
          'globalThis.order = ["first"]; globalThis.state = require("./node_modules/dep/index.js");',
        'second.mjs': 'globalThis.order.push("second");',
        'node_modules/dep/index.js': 'module.exports = {};',
        'processor.js': esmProcessor(
          `import dep from 'dep'; globalThis.order.push('processor');`,
          `console.log(globalThis.order, dep === globalThis.state);`,
        ),
      },
    },
    {
      what: '`diagnostics_channel`, `AsyncLocalStorage`, `async_hooks`',
      node: 'work over all modules',
      files: {
        ...esm,
        'publish.cjs':
          'const channel = require("diagnostics_channel").channel("own"); exports.publish = (value) => channel.publish(value);',
        'processor.js': esmProcessor(
          `import { subscribe } from 'node:diagnostics_channel'; import { AsyncLocalStorage } from 'node:async_hooks'; import { publish } from './publish.cjs'; const storage = new AsyncLocalStorage();`,
          `subscribe('own', (value) => console.log(value, storage.getStore())); await storage.run('in the batch', async () => { await null; publish('published'); });`,
        ),
      },
    },
  ],
};
