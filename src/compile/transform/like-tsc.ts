/** In an ES module, `import a = require('a')` goes through a `require` of its own that nothing else sees. */
export function withRequire(code: string, source: string): string {
  const names = [...source.matchAll(/\bimport\s+([\w$]+)\s*=\s*require\s*\(/g)].map(
    (match) => match[1] ?? '',
  );
  if (names.length === 0) return code;
  const called = names.reduce(
    (text, name) =>
      text.replace(
        new RegExp(`\\b(const|var) ${name.replaceAll('$', '\\$')} = require\\(`),
        `$1 ${name} = __require(`,
      ),
    code,
  );
  return `import { createRequire as _createRequire } from "module"; const __require = _createRequire(import.meta.url); ${called}`;
}

/**
 * esbuild's CommonJS as tsc writes it, where the difference shows:
 *
 * - an export that is read too early, in a circle of modules, is undefined and no error
 * - the namespace of a module that was compiled is the module itself
 * - without esModuleInterop, an import is what `require` gives
 *
 * No line moves: the source map holds.
 */
export function likeTsc(code: string, { interop }: { readonly interop: boolean }): string {
  const lazy = code.replace(
    '__defProp(target, name, { get: all[name], enumerable: true });',
    '__defProp(target, name, { get: ((read) => () => { try { return read(); } catch (error) { if (!(error instanceof ReferenceError)) throw error; } })(all[name]), enumerable: true });',
  );
  if (!interop) return lazy.replaceAll('__toESM(require(', '       (require(');
  return lazy.replace(
    'var __toESM = (mod, isNodeMode, target) => (',
    'var __toESM = (mod, isNodeMode, target) => mod && mod.__esModule ? mod : (',
  );
}
