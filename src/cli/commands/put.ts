import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import type { LineFormat } from '../../records/line-format.js';
import type { RecordSource } from '../../records/open-records.js';
import type { PutSummary } from '../../records/put-stream.js';
import { counted } from '../../ui/counted.js';
import type { CommandFactory } from '../cli.js';
import { addStreamOptions, streamTarget, type StreamTarget } from '../flags/aws.js';
import { lockFileOption } from '../flags/jars.js';
import { endAs, listenForStop } from '../process/stop-signals.js';

interface PutChoice {
  readonly format: LineFormat['kind'];
  readonly key?: string;
  readonly keyField?: string;
  readonly rate?: number;
}

export const putCommand: CommandFactory = (cli) =>
  addStreamOptions(
    new Command('put')
      .description(
        'Put the lines of a file, or of standard input, into a stream: one record a line. Refused records are put again.',
      )
      .argument('<stream>', 'its name or ARN')
      .argument('[file]', 'one record a line; - for standard input', '-'),
  )
    .addOption(lockFileOption())
    .addOption(
      new Option(
        '--format <format>',
        'described: a JSON line such as {"data": "text", "partitionKey": "a"} is the record that it describes (tail --json prints such lines), any other line is data; lines: each line is data; json: each line is a JSON value, which is the data',
      )
        .choices(['described', 'lines', 'json'] satisfies LineFormat['kind'][])
        .default('described'),
    )
    .addOption(
      new Option('--key <key>', 'the partition key of records that have none (default: random)').argParser(
        parseKey,
      ),
    )
    .addOption(
      new Option(
        '--key-field <name>',
        'take the partition key from this field of a JSON line, such as user.id; means --format json',
      ).conflicts('key'),
    )
    .addOption(new Option('--rate <n>', 'at most so many records a second').argParser(parseRate))
    .action(async (stream: string, file: string, options: PutChoice & Readonly<Record<string, unknown>>) => {
      const signals = listenForStop();
      const context = { ...cli.context(), signal: signals.stop };
      const { openRecords } = await import('../../records/open-records.js');
      const source = await openRecords(file, context, { format: formatOf(options), named: 'FILE' });
      // A read that waits for standard input ends with it.
      signals.stop.addEventListener('abort', () => source.close());
      try {
        const target = await streamTarget(stream, options, context);
        await put(target, source, options, context);
        if (signals.received) endAs(signals.received);
      } finally {
        source.close();
        signals.end();
      }
    });

function formatOf({ format, keyField }: PutChoice): LineFormat {
  if (keyField === undefined) return { kind: format };
  if (format === 'lines') {
    throw new KclTsError('USAGE', '--key-field needs JSON, but --format lines takes a line as it is');
  }
  return { kind: 'json', keyField };
}

async function put(
  { stream, region, kinesis: settings }: StreamTarget,
  source: RecordSource,
  { key, rate }: PutChoice,
  context: Context,
): Promise<void> {
  const { kinesisClient } = await import('../../aws/clients.js');
  const { findStream } = await import('../../aws/find-stream.js');
  const { putStream } = await import('../../records/put-stream.js');
  const kinesis = await kinesisClient(settings);
  const label = `putting records into ${stream.name}`;
  const { size } = source;
  try {
    if (stream.arn === undefined) {
      await findStream(kinesis, { stream: stream.name, region, endpoint: settings.endpoint });
    }
    const progress = context.reporter.progress(label, {
      total: size?.bytes,
      unit: size ? 'bytes' : 'items',
    });
    let shown = 0;
    let count = 0;
    try {
      const summary = await putStream({
        kinesis,
        stream,
        records: source.records,
        nextKey: key === undefined ? randomUUID : () => key,
        rate,
        signal: context.signal,
        onPut(records) {
          count += records;
          const now = size ? size.taken() : count;
          progress.advance(now - shown);
          shown = now;
        },
      });
      progress.done(describe(summary, stream.name));
    } catch (error) {
      progress.fail();
      if (count > 0) context.reporter.warn(`${counted(count, 'record')} put into ${stream.name} before that`);
      throw error;
    }
  } finally {
    kinesis.destroy();
  }
}

function describe({ records, refusals }: PutSummary, stream: string): string {
  const again = refusals > 0 ? `, ${counted(refusals, 'refusal')} made up for` : '';
  return `${counted(records, 'record')} put into ${stream}${again}`;
}

function parseKey(value: string): string {
  if (value.length >= 1 && value.length <= 256) return value;
  throw new InvalidArgumentError('Expected 1 to 256 characters.');
}

function parseRate(value: string): number {
  const rate = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && rate > 0) return rate;
  throw new InvalidArgumentError('Expected a number of records a second, greater than 0.');
}
