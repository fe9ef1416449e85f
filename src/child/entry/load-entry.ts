import { Module } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { EntryModule } from '../settings.js';

/** Loads a processor's module as node loads a program's: with its path in process.argv, and as `require.main`. */
export async function loadEntry({ path, format }: EntryModule): Promise<object> {
  process.argv[1] = path;
  if (format === 'module') {
    // A program that is an ES module has none, nor a require.main; this process began with a CommonJS file of ours.
    Reflect.deleteProperty(process, 'mainModule');
    return (await import(pathToFileURL(path).href)) as object;
  }
  const exports = (Module as unknown as CommonJsLoader)._load(path, null, true);
  return hasNames(exports) ? exports : { default: exports };
}

/** What was compiled from `export`, and what exports nothing. */
function hasNames(exports: unknown): exports is object {
  if (typeof exports !== 'object' || exports === null) return false;
  return '__esModule' in exports || Object.keys(exports).length === 0;
}

/** The one way to load a main module: node keeps it, for tools use it. */
interface CommonJsLoader {
  _load(request: string, parent: null, isMain: boolean): unknown;
}
