import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOptions } from './build-options.js';
import { compileError } from './compile-error.js';
import { findProcessor } from './find-processor.js';
import { loadEsbuild } from './load-esbuild.js';

export interface CompileOptions {
  /** Path of the processor's source: .ts, .mts, .cts, .js, .mjs or .cjs. */
  readonly file: string;
  /** An existing folder for the output. Nothing is written anywhere else. */
  readonly outDir: string;
}

export interface CompiledProcessor {
  /** Path of the one module that the child loads; its source map lies beside it. */
  readonly module: string;
}

/**
 * Bundles a processor with the project's own modules, once for all shards. Packages stay outside and are loaded from
 * where the project has them.
 *
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID with the place in the source, or CONFIG_FILE when the output
 * cannot be written.
 */
export async function compileProcessor({ file, outDir }: CompileOptions): Promise<CompiledProcessor> {
  const source = await findProcessor(file);
  const module = join(await realpath(outDir), 'processor.mjs');
  const { build, stop } = loadEsbuild();
  try {
    await build(buildOptions(source, module));
  } catch (error) {
    throw await compileError(error, file);
  } finally {
    // Its process would stay as long as ours: 12 MB for as long as the worker runs.
    await stop();
  }
  return { module };
}
