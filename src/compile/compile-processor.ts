import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isRelative } from '../loader/find-source.js';
import type { Manifest } from '../loader/manifest.js';
import { compileError, unwritable } from './compile-error.js';
import { findProcessor } from './find-processor.js';
import type { MissingModule } from './walk/missing-modules.js';
import { stopEsbuild } from './transform/load-esbuild.js';
import { writeManifest } from './output/manifest-writer.js';
import { Projects } from './tsconfig/index.js';
import { walk, type Walked } from './walk/index.js';
import { writeHooks } from './output/write-hooks.js';
import { warningsOf } from './warnings.js';

export interface CompileOptions {
  /** Path of the processor's source: .ts, .mts, .cts, .js, .mjs or .cjs. */
  readonly file: string;
  /** An existing folder for the output. Nothing is written anywhere else. */
  readonly outDir: string;
  /** Path of a tsconfig.json to take instead of the one that is nearest to the processor. */
  readonly tsconfig?: string | undefined;
  /** Told what the processor is made of, also when it cannot be compiled. */
  readonly onSources?: ((sources: ProcessorSources) => void) | undefined;
}

/** Absolute paths of what has a part in a compiled processor; packages only where they ship TypeScript. */
export interface ProcessorSources {
  /** TypeScript and JavaScript. */
  readonly files: readonly string[];
  /** Each tsconfig.json, without what it extends. */
  readonly configurations: readonly string[];
  /** Where a relative import leads to nothing. */
  readonly missing: readonly string[];
}

export interface CompiledProcessor {
  /** The processor's own module: its path, and how node loads it. */
  readonly entry: Manifest['entry'];
  /** Path of what node has to preload to run it. */
  readonly hooks: string;
  /** Imports that seem to lead nowhere: whether they do shows when the processor is loaded. */
  readonly missing: readonly MissingModule[];
  /** What the compiler warns of, a line or more each. */
  readonly warnings: readonly string[];
}

/**
 * Compiles the TypeScript that a processor leads to, once for all shards: each module by itself, into a folder from which
 * the hooks of src/loader serve it under its own address. All else is left to node, JavaScript and packages included.
 *
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID with the place in the source, or CONFIG_FILE when the output
 * cannot be written.
 */
export async function compileProcessor({
  file,
  outDir,
  tsconfig,
  onSources,
}: CompileOptions): Promise<CompiledProcessor> {
  const entry = await findProcessor(file);
  const folder = await realpath(outDir);
  try {
    const walked = await walk(entry, new Projects(entry, tsconfig));
    onSources?.(sourcesOf(walked));
    if (walked.errors.length > 0) throw await compileError(walked.errors, file);
    const warnings = await warningsOf(walked.warnings);
    const manifest = writeOutput(() => writeManifest(folder, walked, { entry, tsconfig }));
    return { entry: manifest.entry, hooks: writeHooks(folder), missing: walked.missing, warnings };
  } finally {
    // Its process would stay as long as ours: 12 MB for as long as the worker runs.
    await stopEsbuild();
  }
}

function sourcesOf({ files, folders, missing }: Walked): ProcessorSources {
  return {
    files: [...files],
    configurations: [...new Set([...folders.values()].flatMap(({ path }) => path ?? []))],
    missing: missing.flatMap(({ specifier, importer }) =>
      isRelative(specifier) ? resolve(dirname(importer), specifier) : [],
    ),
  };
}

function writeOutput<Result>(write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw unwritable(error);
  }
}
