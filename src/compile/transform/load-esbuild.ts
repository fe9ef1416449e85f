import { createRequire } from 'node:module';
import type * as Esbuild from 'esbuild';
import { KclTsError, messageOf } from '../../errors.js';

const require = createRequire(import.meta.url);

let loaded: typeof Esbuild | undefined;

/** Ends its program, which would stay as long as this process does; nothing if there was no need of it. */
export async function stopEsbuild(): Promise<void> {
  await loaded?.stop();
}

/**
 * By require: it is CommonJS, and import() would read its 90 kB twice to find the names it exports (20 ms). Its work is
 * done by a program that is installed for each platform, and looked for and started at the first call.
 *
 * @throws KclTsError COMPILER_UNAVAILABLE if it is not installed; its functions do so if its program cannot be run.
 */
export function loadEsbuild(): typeof Esbuild {
  let esbuild: typeof Esbuild;
  try {
    loaded = esbuild = require('esbuild') as typeof Esbuild;
  } catch (error) {
    throw unavailable(error);
  }
  return {
    ...esbuild,
    build: (options) => orUnavailable(() => esbuild.build(options)),
    transform: (input, options) => orUnavailable(() => esbuild.transform(input, options)),
    formatMessages: (messages, options) => orUnavailable(() => esbuild.formatMessages(messages, options)),
  };
}

/** What is wrong with a source comes as a list of errors; anything else means that the program did not run. */
async function orUnavailable<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Error && 'errors' in error ? error : unavailable(error);
  }
}

function unavailable(cause: unknown): KclTsError {
  const platform = `${process.platform}-${process.arch}`;
  return new KclTsError(
    'COMPILER_UNAVAILABLE',
    `esbuild, which compiles the processor, cannot run on ${platform}: ${firstLine(messageOf(cause))}`,
    {
      hint: 'install the packages again on this machine, with optional ones (npm ci without --omit=optional): node_modules of another platform does not work here',
      cause,
    },
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
