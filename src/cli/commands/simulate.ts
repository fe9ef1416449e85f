import { constants } from 'node:os';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { KclTsError } from '../../errors.js';
import type { Context } from '../../context.js';
import type { ErrorPolicy } from '../../child/options.js';
import { injectedEvents, parseInjection, type Injection } from '../../simulation/injection.js';
import type { CheckpointAttempt } from '../../simulation/lease.js';
import type { ProcessorChoice } from '../../worker/settings.js';
import { oneLine } from '../../ui/harmless.js';
import { describeCheckpoint } from '../../worker/observers/shards.js';
import type { CommandFactory } from '../cli.js';
import { logFormatOption, logLevelOption, outputOf, type LogOptions } from '../flags/log.js';
import { withVariables } from '../flags/variables.js';
import { parseWhole } from '../flags/whole.js';
import { parseErrorPolicy, tsconfigDescription, tsconfigPath } from '../flags/run.js';
import { listenForStop } from '../process/stop-signals.js';
import { counted } from '../../ui/counted.js';

interface SimulateOptions extends LogOptions {
  readonly batch: number;
  readonly kpl?: number | true;
  readonly inject: readonly Injection[];
  readonly exec?: string;
  readonly tsconfig?: string;
  readonly onError: ErrorPolicy;
  readonly trace?: string;
  readonly shardId: string;
}

/** Of `--kpl` without a number. */
const defaultAggregate = 10;

export const simulateCommand: CommandFactory = (cli) => {
  const command = new Command('simulate')
    .description(
      'Run a processor for one shard, without Java and AWS: kcl-ts plays the daemon. Prints each checkpoint on stdout as it happens.',
    )
    .usage('<processor> [records] [options]')
    .argument('[processor]', 'a .ts or .js file whose default export is a record processor')
    .argument(
      '[records]',
      'a file with one record per line, or JSON lines with data and partitionKey; - for stdin (default: a small sample)',
    )
    .addOption(
      new Option('--batch <n>', 'maximum number of records in a batch')
        .default(100)
        .argParser(parseWhole(1, 10_000)),
    )
    .addOption(
      new Option(
        '--kpl [n]',
        `pack every n records into one aggregated record, as the Kinesis Producer Library does (${defaultAggregate} if n is not given)`,
      ).argParser(parseWhole(1, 10_000)),
    )
    .addOption(
      new Option(
        '--inject <event@N>',
        `make ${injectedEvents.join(', ')} happen at the Nth batch, or after the last one without @N (repeatable)`,
      )
        .default([], 'shutdown')
        .argParser(collectInjections),
    )
    .option('--exec <command>', 'run this program instead of a processor file')
    .option('--tsconfig <file>', tsconfigDescription)
    .addOption(
      new Option('--on-error <policy>', 'when the processor throws: fail, retry:N or skip')
        .default('fail')
        .argParser(parseErrorPolicy),
    )
    .option('--trace <file>', 'append every line of the protocol to a file')
    .option('--shard-id <id>', 'the id of the shard', 'shardId-000000000000')
    .addOption(logLevelOption())
    .addOption(logFormatOption());
  withVariables(command, ['--exec', '--on-error', '--trace', '--log-level', '--log-format', '--tsconfig']);
  return command.action(
    async (first: string | undefined, second: string | undefined, options: SimulateOptions) => {
      const signals = listenForStop();
      const context = { ...cli.context(outputOf(options)), signal: signals.stop };
      const choice = choose(first, second, options, context);
      try {
        await simulateAndReport(choice, options, context, signals.hardStop);
        if (signals.received) process.exitCode = 128 + constants.signals[signals.received];
      } finally {
        signals.end();
      }
    },
  );
};

async function simulateAndReport(
  choice: Choice,
  options: SimulateOptions,
  context: Context,
  hardStop: AbortSignal,
): Promise<void> {
  const { openLocalRecords } = await import('../../local/records/open-local-records.js');
  const { simulate } = await import('../../worker/simulate.js');
  const { batch, kpl = 1, inject, trace, onError, shardId, logLevel, logFormat } = options;
  const records = await openLocalRecords(choice.records, context);
  try {
    const result = await simulate(
      {
        shardId,
        logLevels: logLevel,
        logFormat,
        processor: choice.processor,
        records: records.records,
        batchSize: batch,
        aggregate: kpl === true ? defaultAggregate : kpl,
        injections: inject,
        child: {
          logLevel: logLevel.processor,
          onError,
          deliverEmptyBatches: true,
          reportProgress: false,
          ...traceTo(trace, context),
        },
        onCheckpoint: (attempt) => context.stdout.write(`${oneLine(describeAttempt(attempt))}\n`),
        hardStop,
      },
      context,
    );
    const last = result.checkpoint ? describeCheckpoint(result.checkpoint) : 'none';
    context.reporter.info(
      `${result.end} after ${counted(result.records, 'record')} in ${counted(result.batches, 'batch', 'batches')}; last checkpoint: ${last}`,
    );
  } finally {
    records.close();
  }
}

function traceTo(file: string | undefined, { cwd }: Context): { traceFile?: string } {
  return file === undefined ? {} : { traceFile: resolve(cwd, file) };
}

interface Choice {
  readonly processor: ProcessorChoice;
  readonly records: string | undefined;
}

/** With a program of the user's, the only argument is the records. */
function choose(
  first: string | undefined,
  second: string | undefined,
  { exec, tsconfig }: SimulateOptions,
  context: Context,
): Choice {
  if (exec !== undefined) {
    if (second !== undefined) {
      throw new KclTsError('USAGE', `got a processor (${first ?? ''}) and --exec, expected one of them`);
    }
    return { processor: { kind: 'command', command: exec }, records: first };
  }
  if (first === undefined) {
    throw new KclTsError('USAGE', 'no processor given', {
      hint: 'name a .ts or .js file, or a program with --exec',
    });
  }
  return {
    processor: { kind: 'file', file: first, tsconfig: tsconfigPath(tsconfig, context) },
    records: second,
  };
}

function describeAttempt({ position, error }: CheckpointAttempt): string {
  const where = position ? describeCheckpoint(position) : 'nothing';
  return error === null ? `checkpoint ${where}` : `checkpoint ${where} refused: ${error}`;
}

function collectInjections(text: string, before: readonly Injection[]): Injection[] {
  const injection = parseInjection(text);
  if (!injection) {
    throw new InvalidArgumentError(`expected ${injectedEvents.join(', ')}, or one of them with @N.`);
  }
  return [...before, injection];
}
