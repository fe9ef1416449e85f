import { isAbsolute } from 'node:path';
import { systemCode } from '../errors.js';
import { commonJsLoader, type CommonJsModule } from './node-internals.js';
import type { CompiledModules } from './modules.js';

/** Makes `require` and `require.resolve` find the project's TypeScript and take its compiled text. */
export function hookCommonJs(modules: CompiledModules): void {
  hookResolution(modules);
  const compile = commonJsLoader.prototype._compile;
  const load = (module: CommonJsModule, filename: string): void => {
    // Whoever has replaced it may change the text, and with it what is the map of it.
    const { text, format } = modules.get(filename, module._compile === compile ? filename : undefined);
    module._compile(text, filename, format);
  };
  for (const extension of ['.ts', '.tsx', '.mts', '.cts']) {
    // Not enumerable: node would try each for a name without extension, also in packages that ship their source.
    Object.defineProperty(commonJsLoader._extensions, extension, {
      configurable: true,
      writable: true,
      value: load,
    });
  }
}

function hookResolution(modules: CompiledModules): void {
  const original = commonJsLoader._resolveFilename;
  commonJsLoader._resolveFilename = function resolveFilename(request, parent, isMain, options) {
    const own = modules.own(request, 'require');
    if (own !== undefined) return own;
    const resolve = (name: string): string => Reflect.apply(original, this, [name, parent, isMain, options]);
    if (options?.paths !== undefined) return resolve(request);
    const importer = parent?.filename ?? request;
    const found = modules.find(request, importer);
    if (found !== undefined) return found;
    try {
      const path = resolve(request);
      return modules.own(path, 'require') ?? path;
    } catch (error) {
      if (systemCode(error) !== 'MODULE_NOT_FOUND') throw error;
      const target = targetOf(error);
      const missing =
        modules.findMissing(request, importer) ??
        (target === undefined ? undefined : modules.findMissing(target, target));
      if (missing === undefined) throw error;
      return missing;
    }
  };
}

/** The file that `imports` or `exports` of a package.json name, where it is not there. */
function targetOf(error: unknown): string | undefined {
  const target = error instanceof Error ? /^Cannot find module '(.+?)'/.exec(error.message)?.[1] : undefined;
  return target !== undefined && isAbsolute(target) ? target : undefined;
}
