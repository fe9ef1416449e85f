import { extname } from 'node:path';
import type { ModuleFormat } from '../../loader/manifest.js';
import type { CompilerOptions } from '../tsconfig/compiler-options.js';
import { packageType } from './package-type.js';

/**
 * What tsc makes of a TypeScript file, as node then takes it: by extension, by the package's type, by the tsconfig.json's
 * `module`. Where none of them says, node looks at the syntax, and so does this: without
 * `import` and `export`, an `await` that only ES modules may have decides.
 *
 * @param options undefined if no tsconfig.json is for the file
 */
export function moduleFormat(
  path: string,
  source: string,
  options: CompilerOptions | undefined,
): ModuleFormat | 'by syntax' {
  const extension = extname(path);
  if (extension === '.mts') return 'module';
  if (extension === '.cts') return 'commonjs';
  const type = packageType(path);
  if (type !== undefined) return type;
  if (options !== undefined && !emitsModules(options.module)) return 'commonjs';
  if (hasCommonJsSyntax(source)) return 'commonjs';
  return hasModuleSyntax(source) ? 'module' : 'by syntax';
}

function emitsModules(module: string | undefined): boolean {
  return module !== undefined && /^(?:es|preserve)/i.test(module);
}

export function hasModuleSyntax(source: string): boolean {
  return /(?:^|[;}])\s*(?:import\b(?!\s*\()|export\b)|\bimport\s*\.\s*meta\b/m.test(source);
}

/** `export =` and `import a = require('a')`, which there are no ES modules for. */
function hasCommonJsSyntax(source: string): boolean {
  return /^\s*(?:export\s*=|(?:export\s+)?import\s+[\w$]+\s*=\s*require\s*\()/m.test(source);
}
