import type { Context } from '../../context.js';
import { startCheck } from '../../compile/check-processor.js';
import { compileProcessor, type ProcessorSources } from '../../compile/compile-processor.js';
import { writeHooks } from '../../compile/output/write-hooks.js';
import type { EntryModule } from '../../child/settings.js';
import type { ProcessorChoice } from '../settings.js';

export interface BuiltProcessor {
  readonly entry: EntryModule;
  /** Path of what node preloads. */
  readonly hooks: string;
}

/**
 * Compiles a processor into a folder, and loads it once.
 *
 * @param onSources told what it is made of, also when it cannot be compiled
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID
 */
export async function buildProcessor(
  { file, tsconfig }: Extract<ProcessorChoice, { kind: 'file' }>,
  outDir: string,
  { cwd, env, reporter }: Pick<Context, 'cwd' | 'env' | 'reporter'>,
  onSources?: (sources: ProcessorSources) => void,
): Promise<BuiltProcessor> {
  const hooks = writeHooks(outDir);
  const check = startCheck({ cwd, env, node: process.execPath, hooks });
  try {
    const { entry, warnings, missing } = await compileProcessor({ file, outDir, tsconfig, onSources });
    const checked = await check.load({ entry, file, missing });
    for (const warning of [...warnings, ...checked.warnings]) reporter.warn(warning);
    return { entry, hooks };
  } finally {
    check.cancel();
  }
}
