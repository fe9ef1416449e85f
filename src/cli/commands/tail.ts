import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import type { StreamRecord } from '../../records/stream-record.js';
import { isTerminal } from '../../ui/colour.js';
import { oneLine } from '../../ui/harmless.js';
import type { CommandFactory } from '../cli.js';
import { addStreamOptions, streamTarget, type StreamTarget } from '../flags/aws.js';
import { lockFileOption } from '../flags/jars.js';
import { shardOption } from '../flags/shard.js';
import { parsePosition, type ReadPosition } from '../flags/time.js';
import { endAs, listenForStop } from '../process/stop-signals.js';

interface TailChoice {
  readonly from?: ReadPosition;
  readonly follow?: boolean;
  readonly shard: readonly string[];
  readonly limit?: number;
  readonly json?: true;
  readonly dataOnly?: true;
}

export const tailCommand: CommandFactory = (cli) =>
  addStreamOptions(
    new Command('tail')
      .description(
        'Print the records of a stream, those of the Kinesis Producer Library one by one: time of arrival, shard, partition key, data. Reads beside the workers of an application, and keeps no position.',
      )
      .argument('<stream>', 'its name or ARN'),
  )
    .addOption(lockFileOption())
    .addOption(
      new Option(
        '--from <position>',
        'where to begin: trim-horizon (the oldest record), latest, a time such as 2026-11-01T00:00:00Z, or how long ago, such as 15m (default: latest with --follow, else trim-horizon)',
      ).argParser(parsePosition),
    )
    .option('-f, --follow', 'go on as records come, until you stop it')
    .addOption(shardOption())
    .addOption(new Option('--limit <n>', 'end after so many records').argParser(parseLimit))
    .addOption(
      new Option('--json', 'print one JSON object a line, which put takes again').conflicts('dataOnly'),
    )
    .option('--data-only', 'print the data alone, byte for byte, each record with a line end')
    .action(async (stream: string, options: TailChoice & Readonly<Record<string, unknown>>) => {
      const signals = listenForStop();
      const context = { ...cli.context(), signal: signals.stop };
      try {
        if (options.from === 'LATEST' && !options.follow) {
          throw new KclTsError('USAGE', 'nothing has come after latest yet', { hint: 'add --follow' });
        }
        await tail(await streamTarget(stream, options, context), options, context);
        if (signals.received && !options.follow) endAs(signals.received);
      } finally {
        signals.end();
      }
    });

async function tail(
  { stream, region, kinesis: settings }: StreamTarget,
  { follow = false, from = follow ? 'LATEST' : 'TRIM_HORIZON', shard, limit, ...form }: TailChoice,
  { stdout, signal }: Context,
): Promise<void> {
  const { kinesisClient } = await import('../../aws/clients.js');
  const { findStream } = await import('../../aws/find-stream.js');
  const { readStream } = await import('../../records/read-stream.js');
  const print = await printerFor(form, stdout);
  const kinesis = await kinesisClient(settings);
  const enough = new AbortController();
  // Whoever reads the output has left: `| head`.
  stdout.once('error', () => enough.abort());
  let left = limit ?? Infinity;
  try {
    if (stream.arn === undefined) {
      await findStream(kinesis, { stream: stream.name, region, endpoint: settings.endpoint });
    }
    await readStream({
      kinesis,
      stream,
      from,
      follow,
      shards: shard,
      signal: AbortSignal.any([signal, enough.signal]),
      async onRecords(records) {
        const taken = records.slice(0, left);
        left -= taken.length;
        if (taken.length > 0 && !stdout.write(print(taken))) {
          await once(stdout, 'drain', { signal: enough.signal });
        }
        if (left <= 0) enough.abort();
      },
    });
  } finally {
    kinesis.destroy();
  }
}

type Printer = (records: readonly StreamRecord[]) => string | Uint8Array;

async function printerFor(
  { json, dataOnly }: Pick<TailChoice, 'json' | 'dataOnly'>,
  stdout: NodeJS.WritableStream,
): Promise<Printer> {
  const { recordAsJson, textOf } = await import('../../records/stream-record.js');
  if (json) return (records) => records.map((record) => `${recordAsJson(record)}\n`).join('');
  if (dataOnly) {
    const end = Buffer.from('\n');
    const bytes: Printer = (records) => Buffer.concat(records.flatMap(({ data }) => [data, end]));
    // As text only the harmless part of it reaches a terminal.
    return isTerminal(stdout) ? (records) => Buffer.from(bytes(records)).toString('utf8') : bytes;
  }
  return (records) =>
    records
      .map((record) => {
        const text = textOf(record) ?? `(binary) ${Buffer.from(record.data).toString('base64')}`;
        const time = record.arrivedAt?.toISOString() ?? '-';
        return `${[time, record.shardId, record.partitionKey, text].map(oneLine).join('  ')}\n`;
      })
      .join('');
}

function parseLimit(value: string): number {
  const limit = Number(value);
  if (/^\d+$/.test(value) && limit > 0) return limit;
  throw new InvalidArgumentError('Expected a whole number, greater than 0.');
}
