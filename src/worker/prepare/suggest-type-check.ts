import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import type { ProcessorChoice } from '../settings.js';

/** Errors that a compiler of TypeScript would mostly have found. */
const ofTypes = /: (?:TypeError|ReferenceError)\b/;

/**
 * A processor is compiled without a look at its types. Where one has failed over them, and its project can check them,
 * says how; any other error comes back as it was.
 */
export async function suggestTypeCheck(
  error: unknown,
  processor: ProcessorChoice,
  { cwd }: Pick<Context, 'cwd'>,
): Promise<unknown> {
  if (processor.kind !== 'file' || !(error instanceof KclTsError) || !ofTypes.test(error.message))
    return error;
  if (!['PROCESSOR_FAILED', 'PROCESSOR_INVALID'].includes(error.code)) return error;
  const command = await typeCheck(resolve(cwd, processor.file));
  if (command === undefined) return error;
  const { code, message, details, hint, cause } = error;
  return new KclTsError(code, message, {
    hint: [`types are not checked when it runs: ${command} may show the mistake`, hint]
      .filter(Boolean)
      .join('\n'),
    ...(details === undefined ? {} : { details }),
    cause,
  });
}

/** The command that checks the types of a TypeScript file: the script of its project, or the compiler alone. */
async function typeCheck(file: string): Promise<string | undefined> {
  if (!/^\.[cm]?ts$/.test(extname(file))) return undefined;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (await hasScript(join(folder, 'package.json'), 'typecheck')) return 'npm run typecheck';
    if (await isThere(join(folder, 'tsconfig.json'))) return 'npx tsc --noEmit';
    if ((await isThere(join(folder, 'package.json'))) || folder === dirname(folder)) return undefined;
  }
}

async function hasScript(manifest: string, script: string): Promise<boolean> {
  try {
    const { scripts } = JSON.parse(await readFile(manifest, 'utf8')) as { scripts?: Record<string, string> };
    return scripts?.[script] !== undefined;
  } catch {
    return false;
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
