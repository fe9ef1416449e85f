import { Command, InvalidArgumentError, Option } from 'commander';
import { KclTsError } from '../../errors.js';
import type { LocalStream } from '../../local/stack-messages.js';
import { nameProblem, streamNameRule, tableNameRule } from '../../properties/check/names.js';
import type { CommandFactory } from '../cli.js';
import { defaultShards, parseShards } from '../flags/local.js';
import { listenForStop } from '../process/stop-signals.js';

interface LocalOptions {
  readonly stream: readonly LocalStream[];
  readonly app: readonly ApplicationChoice[];
  readonly region: string;
  readonly records?: string;
  readonly kinesisPort: number;
  readonly dynamodbPort: number;
  readonly json?: true;
}

interface ApplicationChoice {
  readonly name: string;
  /** Undefined for the only stream. */
  readonly stream: string | undefined;
}

export const localCommand: CommandFactory = (cli) =>
  new Command('local')
    .description(
      'Run an embedded Kinesis and DynamoDB until you stop them. Prints their addresses and the settings that a program needs. All data is in memory.',
    )
    .addOption(
      new Option(
        '--stream <name[:shards]>',
        `a stream to create (${defaultShards} shards if not given; repeatable)`,
      )
        .argParser(listOf(parseStream))
        .default([], 'words'),
    )
    .addOption(
      new Option(
        '--app <name[:stream]>',
        'create the tables and leases of this application, so that its first worker starts in seconds (repeatable)',
      )
        .argParser(listOf(parseApplication))
        .default([], 'none'),
    )
    .option('--region <region>', 'the region that they report', 'us-east-1')
    .option('--records <file>', 'put the records of this file into the first stream, as in run --local')
    .addOption(portOption('--kinesis-port'))
    .addOption(portOption('--dynamodb-port'))
    .option('--json', 'print one JSON object instead of text')
    .action(async (options: LocalOptions) => {
      const signals = listenForStop();
      const context = { ...cli.context(), signal: signals.stop };
      try {
        const { serveStack } = await import('../../local/serve-stack.js');
        const streams =
          options.stream.length > 0 ? options.stream : [{ name: 'words', shards: defaultShards }];
        const { region, records, kinesisPort, dynamodbPort } = options;
        await serveStack(
          {
            region,
            streams,
            applications: options.app.map((app) => ({ name: app.name, stream: streamOf(app, streams) })),
            records,
            kinesisPort,
            dynamodbPort,
            format: options.json ? 'json' : 'shell',
            node: process.execPath,
          },
          context,
        );
      } finally {
        signals.end();
      }
    });

function portOption(flag: string): Option {
  return new Option(`${flag} <port>`, 'its port on 127.0.0.1')
    .argParser(parsePort)
    .default(0, 'any free one');
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port from 1 to 65535, or 0 for any.');
}

/** For a flag that may be given several times; commander's default is replaced by the first. */
function listOf<T>(parse: (value: string) => T): (value: string, before: readonly T[]) => T[] {
  return (value, before) => [...before, parse(value)];
}

function parseStream(value: string): LocalStream {
  const { name, rest } = split(value);
  const problem = nameProblem(name, streamNameRule);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return { name, shards: rest === undefined ? defaultShards : parseShards(rest) };
}

function parseApplication(value: string): ApplicationChoice {
  const { name, rest } = split(value);
  const problem = nameProblem(name, { ...tableNameRule, of: 'an application name' });
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return { name, stream: rest };
}

/** Neither a stream's name nor a table's may hold a colon. */
function split(value: string): { name: string; rest: string | undefined } {
  const at = value.indexOf(':');
  return at < 0 ? { name: value, rest: undefined } : { name: value.slice(0, at), rest: value.slice(at + 1) };
}

function streamOf({ name, stream }: ApplicationChoice, streams: readonly LocalStream[]): LocalStream {
  const names = streams.map((one) => one.name).join(', ');
  if (stream === undefined) {
    const [only, another] = streams;
    if (only && !another) return only;
    throw new KclTsError(
      'USAGE',
      `--app ${name} does not say which stream it reads, expected one of ${names}`,
      {
        hint: `write --app ${name}:${streams[0]?.name ?? 'words'}`,
      },
    );
  }
  const found = streams.find((one) => one.name === stream);
  if (found) return found;
  throw new KclTsError('USAGE', `--app ${name}:${stream} names no --stream, expected one of ${names}`);
}
