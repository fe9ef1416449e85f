import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeError } from '../describe-error.js';
import { loadProcessor, toProcessor, type ProcessorShape } from '../load-processor.js';
import { hosts } from '../run.js';
import { checkModuleDescriptor, checkResultDescriptor, type CheckResult } from '../check-result.js';
import { loadEntry } from './load-entry.js';
import type { CheckRequest, UnresolvedImport } from '../settings.js';
import { writeFully } from './write-fully.js';

/**
 * Waits for the name of a compiled module, loads it, says what its processor is, and ends the process without waiting
 * for what the module started.
 */
export function checkModule(): void {
  const request = readFileSync(checkModuleDescriptor, 'utf8');
  if (request === '') process.exit(0);
  const { entry, missing } = JSON.parse(request) as CheckRequest;
  const succeed = (shape: ProcessorShape | 'self-running'): never =>
    report({ shape, missing: missing.flatMap((found, index) => (isMissing(found) ? [index] : [])) });
  const exit = process.exit.bind(process);
  let reported = false;
  const report = (result: CheckResult): never => {
    reported = true;
    writeFully(checkResultDescriptor, JSON.stringify(result));
    return exit(0);
  };
  const fail = (error: unknown): never => report({ error: describeError(error) });
  process.exit = (code) =>
    fail(new Error(`the module called process.exit(${code ?? ''}) while it was loaded`));
  process.on('uncaughtException', fail);
  process.on('exit', () => {
    if (!reported) fail(new Error("the module's top-level await never settles"));
  });
  const load = async (): Promise<void> => {
    const exports = await hosts.run(
      (source) => {
        try {
          toProcessor(source);
        } catch (error) {
          return fail(error);
        }
        return succeed('self-running');
      },
      () => loadEntry(entry),
    );
    succeed(loadProcessor(exports).shape);
  };
  load().catch(fail);
}

/** Asked when the processor has loaded, for what it loads may have changed what names mean. */
function isMissing({ specifier, importer }: UnresolvedImport): boolean {
  try {
    createRequire(importer).resolve(specifier);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
  }
}
