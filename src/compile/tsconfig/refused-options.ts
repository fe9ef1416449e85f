import { extname } from 'node:path';
import { KclTsError } from '../../errors.js';
import type { CompilerOptions } from './compiler-options.js';

/**
 * What a tsconfig.json may ask for and node cannot run.
 *
 * @throws KclTsError PROCESSOR_INVALID, with the option
 */
export function refuseOptions(file: string, tsconfig: string, options: CompilerOptions): void {
  const refuse = (option: string, value: string, hint: string): never => {
    throw new KclTsError(
      'PROCESSOR_INVALID',
      `${tsconfig} asks for ${option} ${JSON.stringify(value)}, which node cannot load`,
      { hint },
    );
  };
  const { module, jsx, moduleSuffixes } = options;
  if (module !== undefined && /^(?:amd|umd|system|none)$/i.test(module)) {
    refuse('module', module, 'use nodenext or commonjs, here or in a tsconfig.json that --tsconfig names');
  }
  if (extname(file) === '.tsx' && jsx !== undefined && /^(?:preserve|react-native)$/i.test(jsx)) {
    refuse('jsx', jsx, 'use react-jsx or react, here or in a tsconfig.json that --tsconfig names');
  }
  if (moduleSuffixes?.some((suffix) => suffix !== '') === true) {
    refuse(
      'moduleSuffixes',
      moduleSuffixes.join(' '),
      'name the files with their suffixes where they are imported',
    );
  }
}
