import { readFileSync } from 'node:fs';
import { describeError } from '../describe-error.js';
import { loadProcessor, toProcessor } from '../load-processor.js';
import { hosts } from '../run.js';
import { checkModuleDescriptor, checkResultDescriptor, type CheckResult } from '../check-result.js';
import { writeFully } from './write-fully.js';

/**
 * Waits for the name of a compiled module, loads it, says what its processor is, and ends the process without waiting
 * for what the module started.
 */
export function checkModule(): void {
  const module = readFileSync(checkModuleDescriptor, 'utf8');
  if (module === '') process.exit(0);
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
        return report({ shape: 'self-running' });
      },
      () => import(module) as Promise<object>,
    );
    report({ shape: loadProcessor(exports).shape });
  };
  load().catch(fail);
}
