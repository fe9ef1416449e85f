import { init as initCommonJs, parse as parseCommonJs } from 'cjs-module-lexer';
import { init as initModule, parse as parseModule } from 'es-module-lexer';
import type { ModuleFormat } from '../../loader/manifest.js';

/** What a module asks for, as far as its text tells. */
export interface Scanned {
  readonly specifiers: readonly string[];
  /** The names that a module exports, and the modules whose names it exports too. */
  readonly names: readonly string[];
  readonly reexports: readonly string[];
}

const requested = /\b(?:require|import)\s*\(\s*(["'`])((?:(?!\1)[^\\\n$])+)\1/g;

/** Reads compiled text. What is missed is compiled when it is asked for; what is too much is only compiled in vain. */
export async function scan(code: string, format: ModuleFormat): Promise<Scanned> {
  await initModule();
  await initCommonJs();
  const called = [...code.matchAll(requested)].map((match) => match[2] ?? '');
  if (format === 'commonjs') {
    const { exports, reexports } = parseCommonJs(code);
    return { specifiers: called, names: exports, reexports };
  }
  const [imports, exports] = parseModule(code);
  const imported = imports.flatMap((found) =>
    'specifier' in found && typeof found.specifier === 'string' ? [found.specifier] : [],
  );
  const stars = imports.flatMap((found) => (found.type === 'reexport-star' ? [found.specifier] : []));
  return {
    specifiers: [...imported, ...called],
    names: exports.flatMap((found) => ('name' in found ? [found.name] : [])),
    reexports: stars,
  };
}
