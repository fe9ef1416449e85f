import { text } from 'node:stream/consumers';
import { Readable, Writable } from 'node:stream';
import type { Environment } from '../context.js';
import { KclTsError } from '../errors.js';
import { howItEnded, start, type Ending } from '../processes.js';
import {
  checkModuleDescriptor,
  checkResultDescriptor,
  parseCheckResult,
  type CheckResult,
} from '../child/check-result.js';
import { describeFailure } from '../child/describe-failure.js';
import { childEntry, childFlags } from '../child/command.js';
import { checkVariable, type CheckRequest, type EntryModule } from '../child/settings.js';
import { missingAsNodeSays } from './walk/missing-as-node-says.js';
import { describeMissing, isBlamed, missingError, type MissingModule } from './walk/missing-modules.js';
import { notAProcessor, type ProcessorShape } from '../child/load-processor.js';

export interface CheckOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Path of the node that will run the processor. */
  readonly node: string;
  /** Path of what it preloads. */
  readonly hooks: string;
  /** How long the check may take, in milliseconds, from its start. Default 30,000. */
  readonly timeoutMs?: number;
}

export interface CompiledSource {
  readonly entry: EntryModule;
  /** Imports that seem to lead nowhere. */
  readonly missing: readonly MissingModule[];
  /** The source's name as the user gave it, for messages. */
  readonly file: string;
}

export interface CheckedProcessor {
  readonly shape: ProcessorShape | 'self-running';
  /** What it may load later and will not find. */
  readonly warnings: readonly string[];
}

/** A process that is ready to load a compiled processor. */
export interface ProcessorCheck {
  /**
   * Loads it in a process like the one that the daemon will start, without creating it.
   *
   * @throws KclTsError PROCESSOR_INVALID with the stack in the source, or with what was found instead of a processor.
   */
  load(source: CompiledSource): Promise<CheckedProcessor>;
  /** Ends the process when there is nothing to load. */
  cancel(): void;
}

/** Starts the process before there is a module to load: node starts while the processor is being compiled. */
export function startCheck({ cwd, env, node, hooks, timeoutMs = 30_000 }: CheckOptions): ProcessorCheck {
  const deadline = AbortSignal.timeout(timeoutMs);
  const { child, ending } = start(node, [...childFlags, '--require', hooks, childEntry], {
    cwd,
    env: { ...env, [checkVariable]: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  deadline.addEventListener('abort', () => child.kill('SIGKILL'));
  const outcome = Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    textOf(child.stdio[checkResultDescriptor]),
    ending.then(mustHaveStarted),
  ]);
  // It is awaited by `load`, which may come later than a failure to start, or never.
  outcome.catch(() => undefined);
  return {
    async load(source) {
      tellModule(child.stdio[checkModuleDescriptor], source);
      const [printed, errors, result, how] = await outcome;
      const late = `it was not loaded within ${timeoutMs / 1000} s`;
      return judge(source, {
        result: parseCheckResult(result),
        output: printed + errors,
        ending: deadline.aborted ? late : `its process ${how}`,
      });
    },
    cancel: () => void child.kill('SIGKILL'),
  };
}

function tellModule(stream: unknown, { entry, missing }: CompiledSource): void {
  if (!(stream instanceof Writable)) return;
  // A process that ended before it read this tells so itself.
  stream.on('error', () => undefined);
  const request: CheckRequest = {
    entry,
    missing: missing.map(({ specifier, importer }) => ({ specifier, importer })),
  };
  stream.end(JSON.stringify(request));
}

function judge({ file, missing }: CompiledSource, { result, output, ending }: Loading): CheckedProcessor {
  if (result === undefined) {
    throw new KclTsError('PROCESSOR_INVALID', `the processor ${file} could not be loaded: ${ending}`, {
      details: output.trimEnd(),
    });
  }
  if ('shape' in result) {
    const warnings = result.missing.flatMap((index) => missing[index] ?? []).map(describeMissing);
    return { shape: result.shape, warnings };
  }
  const { name, message } = result.error;
  const blamed = missing.find((found) => isBlamed(found, message)) ?? missingAsNodeSays(message);
  if (blamed !== undefined) throw missingError(blamed, file);
  if (name === notAProcessor)
    throw new KclTsError('PROCESSOR_INVALID', `${file}: ${message}`, { hint: shapes });
  const { error, details } = describeFailure(result.error);
  throw new KclTsError('PROCESSOR_INVALID', `the processor ${file} failed while it was loaded: ${error}`, {
    details: [details, output.trimEnd()].filter((part) => part !== '').join('\n'),
  });
}

const shapes =
  'export a class, an object or a function that returns one, such as: export default class implements RecordProcessor { … }';

interface Loading {
  readonly result: CheckResult | undefined;
  /** What the module printed. */
  readonly output: string;
  /** How the process ended, for when it gave no result. */
  readonly ending: string;
}

function textOf(stream: unknown): Promise<string> {
  return stream instanceof Readable ? text(stream) : Promise.resolve('');
}

/** @throws KclTsError INTERNAL if node could not be started. */
function mustHaveStarted(ending: Ending): string {
  const how = howItEnded(ending);
  if (ending.kind !== 'spawn-failed') return how;
  throw new KclTsError('INTERNAL', `the process that checks the processor ${how}`, { cause: ending.cause });
}
