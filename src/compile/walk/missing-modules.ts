import { createRequire, isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { KclTsError, systemCode } from '../../errors.js';
import { findSource } from '../../loader/find-source.js';
import { packageEntries } from '../../child/package-entries.js';
import { howToInstall } from '../how-to-install.js';
import type { Project } from '../tsconfig/index.js';

/** An import that leads nowhere, as far as one can see without running anything. */
export interface MissingModule {
  readonly specifier: string;
  readonly importer: string;
  /** 1-based. */
  readonly line: number;
  /** 0-based. */
  readonly column: number;
  readonly lineText: string;
}

/**
 * The imports of a TypeScript file that are not there. Those in a `try` are optional, and a call of `require` is the
 * program's own affair.
 */
export function missingModules(importer: string, source: string, project: Project): MissingModule[] {
  return [...source.matchAll(imports)].flatMap((match) => {
    const specifier = match[2] ?? '';
    if (!isMissing(specifier, importer, project)) return [];
    const end = match.index + match[0].length;
    const start = source.lastIndexOf(specifier, end);
    const optional = /\btry\s*\{[^}]*$/.test(source.slice(Math.max(0, match.index - 200), match.index));
    return optional ? [] : [{ specifier, importer, ...placeOf(source, start - 1) }];
  });
}

/** `from 'a'`, `import 'a'` and `import('a')`, but nothing of types alone. */
const imports =
  /(?:\b(?:import|export)\b(?!\s+type\b)[^'"`;()=]*?\bfrom\s*|\bimport\s*\(?\s*)(["'])((?:(?!\1)[^\\\n])+)\1/g;

function isMissing(specifier: string, importer: string, { paths }: Project): boolean {
  if (isBuiltin(specifier) || /^[a-z]+:/.test(specifier) || packageEntries.has(specifier)) return false;
  if (findSource(specifier, importer, paths) !== undefined) return false;
  try {
    createRequire(importer).resolve(specifier.replace(/(?<=.)[?#].*$/, ''));
    return false;
  } catch (error) {
    // a package that has it for `import` alone is there
    return systemCode(error) === 'MODULE_NOT_FOUND';
  }
}

/** Where in a source an index is. */
export function placeOf(source: string, index: number): Pick<MissingModule, 'line' | 'column' | 'lineText'> {
  const before = source.slice(0, index).split('\n');
  const line = before.length;
  return { line, column: before.at(-1)?.length ?? 0, lineText: source.split('\n')[line - 1] ?? '' };
}

/** As a warning, for an import that is only come to later. */
export function describeMissing(missing: MissingModule): string {
  const remedy = howToInstall(missing.specifier, dirname(missing.importer));
  const advice = remedy === undefined ? '' : `; install it: ${remedy}`;
  return `${missing.specifier} is not there, and will be missing when it is imported${advice}\n${frameOf(missing)}`;
}

/** Whether what node said when it loaded the processor is about this import. */
export function isBlamed({ specifier, importer }: MissingModule, message: string): boolean {
  if (!/^Cannot find (?:module|package) /.test(message)) return false;
  return [specifier, resolve(dirname(importer), specifier)].some((name) => message.includes(`'${name}'`));
}

export function missingError(missing: MissingModule, file: string): KclTsError {
  const { specifier, importer } = missing;
  const remedy = howToInstall(specifier, dirname(importer));
  return new KclTsError(
    'PROCESSOR_INVALID',
    `the processor ${file} imports ${specifier}, which is not there`,
    {
      details: frameOf(missing),
      hint: remedy === undefined ? 'correct the path, or create the file' : `install it: ${remedy}`,
    },
  );
}

function frameOf({ importer, line, column, lineText }: MissingModule): string {
  return `${importer}:${line}:${column}:\n  ${line} | ${lineText}`;
}
