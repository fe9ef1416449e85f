import type { Chapter } from '../project.js';
import { cjsProcessor, esm, esmProcessor, tsconfig } from './sources.js';

export const processes: Chapter = {
  title: 'The process, threads and child processes',
  projects: [
    {
      what: 'a worker thread of the project’s JavaScript',
      node: 'runs a file, an address or a text',
      files: {
        ...esm,
        'lib/worker.js': `import { parentPort, workerData } from 'node:worker_threads'; import { beside } from './beside.js'; parentPort.postMessage([beside, workerData, import.meta.url]);`,
        'lib/beside.js': 'export const beside = "beside the worker";',
        'lib/old.cjs': `const { parentPort, isMainThread } = require('worker_threads'); parentPort.postMessage([__filename, isMainThread, require.main === module]);`,
        'processor.js': esmProcessor(
          `import { Worker } from 'node:worker_threads'; import { once } from 'node:events';`,
          `const [first] = await once(new Worker(new URL('./lib/worker.js', import.meta.url), { workerData: 5 }), 'message'); console.log(first);
           const [second] = await once(new Worker(import.meta.dirname + '/lib/old.cjs'), 'message'); console.log(second);
           const [third] = await once(new Worker('require("worker_threads").parentPort.postMessage("a text")', { eval: true }), 'message'); console.log(third);`,
        ),
      },
    },
    {
      what: 'a worker thread of the project’s TypeScript',
      node: 'runs what tsc makes of it, under its name in JavaScript',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'worker.ts': `import { parentPort } from 'node:worker_threads'; import { Kind } from './kind.js'; parentPort!.postMessage([Kind.A, import.meta.url] as const);`,
        'kind.ts': 'export enum Kind { A = "a" }',
        'processor.ts': esmProcessor(
          `import { Worker } from 'node:worker_threads'; import { once } from 'node:events';`,
          `const [message] = await once(new Worker(new URL('./worker.js', import.meta.url)), 'message'); console.log(message);`,
        ),
      },
    },
    {
      what: 'a forked process of the project’s JavaScript',
      node: 'runs the file; messages go both ways',
      files: {
        'lib/child.js': `const { beside } = require('./beside'); process.on('message', (text) => { process.send([beside, text, __filename, require.main === module, process.argv.slice(2)]); process.disconnect(); });`,
        'lib/beside.js': 'exports.beside = "beside the child";',
        'processor.js': cjsProcessor(
          `const { fork } = require('child_process'); const { once } = require('events');`,
          `const child = fork(require.resolve('./lib/child'), ['an argument']); child.send(records[0].text()); const [answer] = await once(child, 'message'); console.log(answer);`,
        ),
      },
    },
    {
      what: 'a forked process of the project’s TypeScript',
      node: 'runs what tsc makes of it, under its name in JavaScript',
      files: {
        ...tsconfig({ module: 'commonjs', target: 'es2022' }),
        'child.ts': `import { Kind } from './kind'; process.send!([Kind.A, __filename]); process.disconnect();`,
        'kind.ts': 'export enum Kind { A = "a" }',
        'processor.ts': esmProcessor(
          `import { fork } from 'child_process'; import { once } from 'events'; import { join } from 'path';`,
          `const [message] = await once(fork(join(__dirname, 'child.js')), 'message'); console.log(message);`,
        ),
      },
    },
    {
      what: 'another node that the processor starts',
      node: 'is a plain one: it inherits the environment, `NODE_OPTIONS` too',
      env: { NODE_OPTIONS: '--no-deprecation' },
      files: {
        ...esm,
        'plain.js':
          'console.log(process.execArgv, process.env.NODE_OPTIONS, Object.keys(process.env).filter((name) => /KCL/.test(name)));',
        'processor.js': esmProcessor(
          `import { execFileSync } from 'node:child_process';`,
          `console.log(execFileSync(process.execPath, [import.meta.dirname + '/plain.js'], { encoding: 'utf8' }).trim());`,
        ),
      },
    },
    {
      what: '`process.argv`, `execPath`, `cwd()`, `env`',
      node: 'are those of the command; the processor’s path is the second argument',
      files: {
        'processor.js': cjsProcessor(
          '',
          `console.log(process.argv, process.execPath === process.argv[0], process.cwd(), process.argv0.length > 0, process.title === 'node', process.env.NODE_OPTIONS);`,
        ),
      },
    },
    {
      what: '`process.execArgv`',
      node: 'has the flags of the command',
      files: { 'processor.js': cjsProcessor('', `console.log(process.execArgv.includes('--require'));`) },
      differs: {
        why: 'has flags of kcl-ts’s own, by which what is forked runs the project’s TypeScript too',
        prints: ['true'],
      },
    },
    {
      what: 'what is global',
      node: 'is what node has: nothing is added to `globalThis`, `process` or built-in prototypes',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          '',
          `console.log(Object.getOwnPropertyNames(globalThis).sort().join()); console.log(Object.getOwnPropertySymbols(globalThis).map(String).join());
           console.log(Object.keys(process).sort().join()); console.log([Array, Object, String, Promise, Error].map((type) => Object.getOwnPropertyNames(type.prototype).length + Object.getOwnPropertyNames(type).length).join());`,
        ),
      },
    },
    {
      what: '`process.on("exit")`, `process.exitCode`',
      node: 'listeners of `exit` run at the end, and may print',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          `process.on('exit', () => console.log('the processor ends'));`,
          `console.log('a batch');`,
        ),
      },
    },
    {
      what: '`console`, `process.stdout` and `process.stderr`',
      node: 'are streams in order; `console.log` goes through `process.stdout.write`',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          `import { Console } from 'node:console'; import { writeSync } from 'node:fs';`,
          `console.log('one'); console.error('two'); process.stdout.write('three\\n'); process.stderr.write('four\\n'); writeSync(1, 'five\\n'); new Console(process.stdout).log('six');
           const { write } = process.stdout; const caught = []; process.stdout.write = (text) => { caught.push(text); return true; }; console.log('caught'); process.stdout.write = write;
           console.log(caught, process.stdout.fd, process.stderr.fd, process.stdout.isTTY, console._stdout === process.stdout);`,
        ),
      },
    },
    {
      what: '`process.stdin`',
      node: 'is what the program was given: empty where nothing is',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          `import { text } from 'node:stream/consumers';`,
          `console.log(JSON.stringify(await text(process.stdin)), process.stdin.fd);`,
        ),
      },
    },
    {
      what: 'a rejection that is handled late, `unhandledRejection`, `warning`',
      node: 'listeners of the processor are called',
      files: {
        ...esm,
        'processor.js': esmProcessor(
          `process.on('unhandledRejection', (reason) => console.log('unhandled', reason)); process.on('warning', ({ name, message }) => console.log(name, message));`,
          `Promise.reject('late'); await new Promise((done) => setTimeout(done, 10)); process.emitWarning('careful', 'OwnWarning'); await new Promise((done) => setTimeout(done, 10));`,
        ),
      },
      env: { NODE_NO_WARNINGS: '1' },
    },
  ],
};
