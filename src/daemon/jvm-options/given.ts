import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../../context.js';

/**
 * The variables in which java looks for options, weakest first (JDK_JAVA_OPTIONS from Java 9 on). The processors inherit
 * them as the user has set them.
 */
export const optionVariables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'] as const;

/**
 * All options that the user gives to java, wherever: on kcl-ts's command line, in java's variables, and in the files that
 * either names (`@file`, `-XX:VMOptionsFile`, `-XX:Flags`). To know what they speak of; java reads them by itself.
 *
 * A file that cannot be read has no options: java says so.
 */
export async function givenOptions(
  commandLine: readonly string[],
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
): Promise<string[]> {
  const fromVariables = optionVariables.flatMap((name) => words(env[name] ?? ''));
  return inFiles([...fromVariables, ...commandLine], cwd);
}

async function inFiles(options: readonly string[], cwd: string): Promise<string[]> {
  const expanded = await Promise.all(
    options.map(async (option) => {
      const [, kind = '', file] = /^(@|-XX:VMOptionsFile=|-XX:Flags=)(.+)$/.exec(option) ?? [];
      if (file === undefined) return [option];
      const found = words(withoutComments(await contentOf(resolve(cwd, file))));
      return kind === '-XX:Flags=' ? found.map((flag) => `-XX:${flag}`) : found;
    }),
  );
  return expanded.flat();
}

function withoutComments(text: string): string {
  return text.replaceAll(/\\\r?\n/g, '').replaceAll(/(^|\s)#.*$/gm, '$1');
}

function contentOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/** The words of an options variable or file of java's: split at blanks, both kinds of quotes taken away. */
function words(text: string): string[] {
  return [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}
