import { esm, esmProcessor, tsconfig, typescript } from '../equivalence/projects/sources.js';
import type { Chapter } from '../equivalence/project.js';

const decorated = { experimentalDecorators: true, emitDecoratorMetadata: true, target: 'es2022' };

/** A server that answers every request with this, and tells what it was asked for. */
const server = (body: string): string => `
  import { createServer } from 'node:http';
  import { once } from 'node:events';
  export const asked = [];
  const server = createServer((request, response) => {
    asked.push([request.method, request.headers['x-amz-target'] ?? request.url].join(' '));
    request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end(${JSON.stringify(body)}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  export const endpoint = 'http://127.0.0.1:' + server.address().port;
`;

/** Prints the spans of the packages; kcl-ts adds one for each batch. */
const instrumentations = `
  const exporter = { export(spans, done) { for (const { name, kind, status, instrumentationScope } of spans) if (instrumentationScope.name !== 'kcl-ts') console.log('span', name, kind, status.code); done({ code: 0 }); }, shutdown: async () => {} };
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  registerInstrumentations({ tracerProvider: provider, instrumentations: [new PgInstrumentation(), new UndiciInstrumentation()] });
  provider.register();`;

/** Connects where nobody listens, and fetches from where somebody does. */
const traced = `
  const client = new Client({ host: '127.0.0.1', port: await closedPort() });
  await client.connect().catch((error) => console.log(error.code));
  const server = createServer((_, response) => response.end('answer')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(await (await fetch('http://127.0.0.1:' + (server.address() as any).port)).text());
  server.close(); await (trace.getTracerProvider() as any).getDelegate().forceFlush();`;

const closedPort = `
  async function closedPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1'); await once(server, 'listening');
    const { port } = server.address() as any; server.close(); await once(server, 'close'); return port;
  }`;

export const realPackages: Chapter = {
  title: 'Packages as people use them',
  projects: [
    {
      what: 'NestJS, with entities of TypeORM in SQLite (CommonJS)',
      node: 'injects by `emitDecoratorMetadata`, and maps columns by it',
      daemon: true,
      links: typescript,
      files: {
        ...tsconfig({ ...decorated, module: 'commonjs', useDefineForClassFields: false }),
        'source.entity.ts': `
          import { Column, Entity, OneToMany, PrimaryGeneratedColumn } from 'typeorm'; import { Word } from './word.entity';
          @Entity() export class Source { @PrimaryGeneratedColumn() id!: number; @Column() name!: string; @OneToMany(() => Word, (word) => word.source) words!: Word[]; }`,
        'word.entity.ts': `
          import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm'; import { Source } from './source.entity';
          @Entity() export class Word { @PrimaryGeneratedColumn() id!: number; @Column() text!: string; @Column({ nullable: true }) seen?: Date; @Column() count!: number; @Column() long!: boolean; @ManyToOne(() => Source, (source) => source.words, { cascade: true }) source!: Source; }`,
        'clock.service.ts': `import { Injectable } from '@nestjs/common'; @Injectable() export class Clock { now() { return new Date(0); } }`,
        'words.service.ts': `
          import { Injectable } from '@nestjs/common'; import { InjectRepository } from '@nestjs/typeorm'; import { DataSource, Repository } from 'typeorm';
          import { Clock } from './clock.service'; import { Word } from './word.entity'; import { Source } from './source.entity';
          @Injectable() export class Words {
            constructor(@InjectRepository(Word) private readonly words: Repository<Word>, private readonly clock: Clock, private readonly data: DataSource) {}
            async add(text: string) { const source = Object.assign(new Source(), { name: 'stream' }); await this.words.save(this.words.create({ text, count: 1, long: text.length > 4, seen: this.clock.now(), source })); }
            async all() { return [await this.words.find({ relations: { source: true } }), this.data.getMetadata(Word).columns.map((column) => [column.propertyName, String((column.type as any).name ?? column.type)].join(':'))]; }
          }`,
        'app.module.ts': `
          import { Module } from '@nestjs/common'; import { TypeOrmModule } from '@nestjs/typeorm';
          import { Clock } from './clock.service'; import { Source } from './source.entity'; import { Word } from './word.entity'; import { Words } from './words.service';
          @Module({ imports: [TypeOrmModule.forRoot({ type: 'sqljs', entities: [Word, Source], synchronize: true }), TypeOrmModule.forFeature([Word, Source])], providers: [Words, Clock] }) export class AppModule {}`,
        'processor.ts': `
          import 'reflect-metadata'; import { NestFactory } from '@nestjs/core'; import { AppModule } from './app.module'; import { Words } from './words.service';
          export default async function () {
            const app = await NestFactory.createApplicationContext(AppModule, { logger: false }); const words = app.get(Words);
            return {
              async processRecords({ records }: any) { for (const record of records) await words.add(record.text()); for (const part of await words.all()) console.log(JSON.stringify(part)); },
              async shutdownRequested() { await app.close(); console.log('the application is closed'); },
            };
          }`,
      },
    },
    {
      what: 'tsyringe and InversifyJS (ES modules)',
      node: 'inject by `emitDecoratorMetadata`',
      links: typescript,
      files: {
        ...esm,
        ...tsconfig({ ...decorated, module: 'nodenext' }),
        'services.ts': `
          import 'reflect-metadata'; import { injectable, singleton, inject } from 'tsyringe'; import { injectable as bound, inject as named } from 'inversify';
          @singleton() export class Clock { readonly made = 'one clock'; }
          @injectable() export class Greeter { constructor(private readonly clock: Clock, @inject('greeting') private readonly greeting: string) {} greet(text: string) { return [this.greeting, text, this.clock.made].join(' '); } }
          @bound() export class Katana { hit() { return 'cut'; } }
          @bound() export class Ninja { constructor(@named(Katana) private readonly katana: Katana, private readonly other: Katana) {} fight() { return this.katana.hit() + this.other.hit(); } }`,
        'processor.ts': esmProcessor(
          `import 'reflect-metadata'; import { container } from 'tsyringe'; import { Container } from 'inversify'; import { Greeter, Katana, Ninja } from './services.js';
           container.register('greeting', { useValue: 'good morning' });
           const dojo = new Container(); dojo.bind(Katana).toSelf(); dojo.bind(Ninja).toSelf();`,
          `console.log(container.resolve(Greeter).greet(records[0].text()), dojo.get(Ninja).fight());`,
        ),
      },
    },
    {
      // with a key for its message that kcl-ts does not know: the line stays as it is printed
      what: 'pino with transports, one of the project’s own',
      node: 'each is a worker thread that loads its file',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'transport.mjs': `import { createRequire } from 'node:module'; const build = createRequire(import.meta.url)('pino-abstract-transport');
          export default ({ prefix }) => build(async (source) => { for await (const line of source) console.log(prefix, line.said); });`,
        'processor.ts': esmProcessor(
          `import { pino } from 'pino'; import { once } from 'node:events';
           const targets = [{ target: 'pino/file', options: { destination: 1 } }, { target: new URL('./transport.mjs', import.meta.url).href, options: { prefix: 'own:' } }];`,
          `for (const target of targets) {
             const transport = pino.transport(target); pino({ base: null, timestamp: false, messageKey: 'said' }, transport).info({ a: 1 }, records[0].text());
             transport.end(); await once(transport, 'close');
           }`,
        ),
      },
    },
    {
      what: 'OpenTelemetry by `NODE_OPTIONS=--import`, with its hook of ES modules',
      node: 'the instrumentations of pg and undici emit spans; import-in-the-middle sees packages by their names',
      daemon: true,
      env: { NODE_OPTIONS: '--import=./telemetry.mjs' },
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'telemetry.mjs': `
          import { register } from 'node:module'; import { createAddHookMessageChannel, Hook } from 'import-in-the-middle';
          const { registerOptions, waitForAllMessagesAcknowledged } = createAddHookMessageChannel();
          register('import-in-the-middle/hook.mjs', import.meta.url, registerOptions);
          import { registerInstrumentations } from '@opentelemetry/instrumentation'; import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'; import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
          import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';${instrumentations}
          new Hook(['zod'], (exports, name) => { exports.NEVER = name; });
          await waitForAllMessagesAcknowledged();`,
        'processor.ts': esmProcessor(
          `import { Client } from 'pg'; import * as zod from 'zod'; import { trace } from '@opentelemetry/api'; import { createServer } from 'node:http'; import { once } from 'node:events';${closedPort}`,
          `console.log('the hook sees', (zod as any).NEVER); ${traced}`,
        ),
      },
    },
    {
      what: 'OpenTelemetry by `NODE_OPTIONS=--require`, and a processor in CommonJS',
      node: 'likewise',
      env: { NODE_OPTIONS: '--require=./telemetry.cjs' },
      files: {
        ...tsconfig({ module: 'commonjs', target: 'es2022', esModuleInterop: true }),
        'telemetry.cjs': `
          const { registerInstrumentations } = require('@opentelemetry/instrumentation'); const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg'); const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
          const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');${instrumentations}`,
        'processor.ts': esmProcessor(
          `import { Client } from 'pg'; import { trace } from '@opentelemetry/api'; import { createServer } from 'node:http'; import { once } from 'node:events';${closedPort}`,
          traced,
        ),
      },
    },
    {
      what: 'sharp, a native module',
      node: 'loads the binary of its platform',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022', esModuleInterop: true }),
        'processor.ts': esmProcessor(
          `import sharp from 'sharp';`,
          `const image = await sharp({ create: { width: 8, height: 4, channels: 3, background: '#102030' } }).png().toBuffer();
           const { data, info } = await sharp(image).resize(2).raw().toBuffer({ resolveWithObject: true });
           console.log((await sharp(image).metadata()).format, info.width, info.height, [...data]);`,
        ),
      },
    },
    {
      what: 'the AWS SDK, version 3 and version 2',
      node: 'send what they are told to',
      env: {
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      files: {
        ...esm,
        'server.mjs': server('{"MessageId":"1","MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592"}'),
        'processor.js': esmProcessor(
          `import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'; import AWS from 'aws-sdk'; import SQS from 'aws-sdk/clients/sqs.js'; import { asked, endpoint } from './server.mjs';
           const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };`,
          `const message = { QueueUrl: endpoint + '/queue', MessageBody: records[0].text() };
           console.log((await new SQSClient(options).send(new SendMessageCommand(message))).MessageId, (await new AWS.SQS(options).sendMessage(message).promise()).MessageId, SQS === AWS.SQS, asked);`,
        ),
      },
    },
    {
      what: 'zod and Effect',
      node: 'are each one instance, by every path',
      files: {
        ...esm,
        ...tsconfig({ module: 'nodenext', target: 'es2022' }),
        'old.cts': `import { z } from 'zod'; export const schema = z.object({ text: z.string().min(3) });`,
        'processor.ts': esmProcessor(
          `import { z } from 'zod'; import * as mini from 'zod/mini'; import { Effect, pipe } from 'effect'; import * as Schedule from 'effect/Schedule'; import { schema } from './old.cjs';`,
          `const text = records[0].text(); let attempts = 0;
           console.log(z.array(schema as any).safeParse([{ text }, { text: 'a' }]).error?.issues.map(({ path, code }) => [path.join('.'), code]), mini.string().parse(text));
           const failing = Effect.suspend(() => ++attempts < 3 ? Effect.fail('again') : Effect.succeed(attempts));
           console.log(await Effect.runPromise(pipe(failing, Effect.retry(Schedule.recurs(5)), Effect.map((n) => n + ' attempts'))));`,
        ),
      },
    },
    {
      what: 'nunjucks and sql.js, which load files at run time',
      node: 'find templates beside the module, and WebAssembly in their package',
      files: {
        ...tsconfig({ module: 'commonjs', target: 'es2022', esModuleInterop: true }),
        'views/base.njk': 'Words: {% block words %}{% endblock %}',
        'views/words.njk':
          '{% extends "base.njk" %}{% block words %}{% for word in words %}<{{ word | upper }}>{% endfor %}{% endblock %}',
        'processor.ts': esmProcessor(
          `import nunjucks from 'nunjucks'; import initSqlJs from 'sql.js'; import { join } from 'path';
           const environment = nunjucks.configure(join(__dirname, 'views'));`,
          `const database = new (await initSqlJs()).Database(); database.run('create table words (text)'); database.run('insert into words values (?), (?)', [records[0].text(), 'you & me']);
           console.log(environment.render('words.njk', { words: database.exec('select text from words')[0]!.values.flat() }));`,
        ),
      },
    },
  ],
};
