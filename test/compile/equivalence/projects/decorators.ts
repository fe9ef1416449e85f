import type { Chapter, Files } from '../project.js';
import { esm, esmProcessor, tsconfig, typescript } from './sources.js';

/** What the package reflect-metadata has, as far as decorators call it. */
const metadata: Files = {
  'metadata.js': `
    const store = new Map();
    Reflect.metadata = (key, value) => (target, property) => { store.set([target, property], [key, value]); };
    const name = (value) => Array.isArray(value) ? value.map(name).join() : typeof value === 'function' ? value.name : String(value);
    export const stored = () => [...store].map(([[target, property], [key, value]]) =>
      [target.name ?? target.constructor.name, property, key, name(value)].join(' '));`,
};

const options = { experimentalDecorators: true, emitDecoratorMetadata: true, allowJs: true };

const service = `
  import './metadata.js';
  import { Dependency, type Shape } from './dependency.js';
  import * as all from './dependency.js';
  const mark: any = () => {};
  enum Kind { A } enum Text { A = 'a' }
  @mark export class Service {
    constructor(private readonly dependency: Dependency, readonly shape: Shape, @mark readonly text: string) {}
    @mark count!: number; @mark kind?: Kind; @mark word!: Text; @mark mixed!: string | number; @mark maybe!: string | null; @mark big!: bigint; @mark list!: string[];
    @mark when!: Date; @mark unknown!: unknown; @mark later!: Promise<string>; @mark self!: Service; @mark other!: all.Dependency; @mark literal!: 'a' | 'b'; @mark call!: () => void;
    @mark async run(a: Dependency, @mark b?: Map<string, number>): Promise<void> {}
    @mark get size(): number { return 1; }
    @mark static make(...rest: boolean[]): Service | undefined { return undefined; }
  }`;

const dependency = 'export class Dependency {} export interface Shape { a: number }';

const order = `
  const seen: string[] = [];
  const log = (name: string): any => { seen.push('evaluated ' + name); return (...args: any[]) => { seen.push('applied ' + name + ' ' + args.length + ' ' + typeof args[args.length - 1]); }; };
  @log('class 1') @log('class 2') class Words {
    @log('field') field = 1;
    @log('static field') static field = 2;
    @log('method') method() {}
    @log('accessor') get value() { return 1; }
  }`;

export const decorators: Chapter = {
  title: 'Decorators',
  projects: [
    {
      what: '`emitDecoratorMetadata`, ES modules',
      node: '`design:type`, `design:paramtypes` and `design:returntype` are recorded; classes of other files are imported for it',
      daemon: true,
      links: typescript,
      files: {
        ...esm,
        ...tsconfig({ ...options, module: 'nodenext', target: 'es2022' }),
        ...metadata,
        'dependency.ts': dependency,
        'service.ts': service,
        'processor.ts': esmProcessor(
          `import { stored } from './metadata.js'; import './service.js';`,
          `for (const line of stored()) console.log(line);`,
        ),
      },
    },
    {
      what: '`emitDecoratorMetadata`, CommonJS',
      node: 'as above, with `require`',
      links: typescript,
      files: {
        ...tsconfig({ ...options, module: 'commonjs', target: 'es2021' }),
        'metadata.js': (metadata['metadata.js'] ?? '').replace('export const stored', 'exports.stored'),
        'dependency.ts': dependency,
        'service.ts': service,
        'processor.ts': esmProcessor(
          `import { stored } from './metadata.js'; import './service.js';`,
          `for (const line of stored()) console.log(line);`,
        ),
      },
    },
    {
      what: '`emitDecoratorMetadata` in a project without TypeScript',
      node: 'there is no tsc',
      files: {
        ...tsconfig({ ...options, module: 'commonjs', target: 'es2021' }),
        'processor.ts': esmProcessor(
          'const mark: any = () => {};',
          '@mark class Words { @mark text!: string; }',
        ),
      },
      refused: {
        why: 'exit code 5, with what to install',
        says: /emitDecoratorMetadata.*needs the project's TypeScript/,
      },
    },
    {
      what: '`experimentalDecorators`',
      node: 'properties first, then the class; parameters have decorators; a decorator may replace the class',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', experimentalDecorators: true }),
        'processor.ts': esmProcessor(
          `${order}
           const parameter = (target: any, property: any, index: number) => { seen.push('parameter ' + String(property) + ' ' + index); };
           const replace = (target: any): any => class extends target { replaced = true; };
           @replace class Replaced { constructor(@parameter a?: string) {} method(@parameter b?: string, @parameter c?: string) {} static own = () => Replaced; }`,
          `console.log(seen.join('\\n')); console.log(new Replaced(), Replaced.own() === Replaced);`,
        ),
      },
    },
    {
      what: 'decorators of the standard',
      node: 'get a context with `name`, `kind` and `metadata`; `accessor` makes a pair; initializers run in order',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'processor.ts': esmProcessor(
          `(Symbol as any).metadata ??= Symbol('Symbol.metadata');
           ${order}
           const note = (value: any, context: any) => {
             seen.push([context.kind, String(context.name), context.static, context.private, typeof context.metadata].join(' '));
             if (context.metadata) context.metadata[context.name] = context.kind;
             context.addInitializer(function (this: any) { seen.push('initializer of ' + String(context.name)); });
             if (context.kind === 'field') return (initial: number) => initial + 1;
           };
           @note class Noted { @note field = 1; @note accessor pair = 2; @note #hidden = 3; @note method() { return this.#hidden; } @note static s = 4; }`,
          `const made = new Noted(); console.log(seen.join('\\n'));
           console.log(made.field, made.pair, made.method(), Noted.s, Object.keys(made), Noted.name, Object.entries((Noted as any)[Symbol.metadata] ?? {}));`,
        ),
      },
    },
  ],
};
