/** The hooks for `import` where node runs them in a thread of their own: between 20.x and 22.15. */
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import { EsHooks } from './es-hooks.js';
import { CompiledModules } from './modules.js';

let hooks: EsHooks | undefined;

export const initialize: InitializeHook<string> = (folder) => {
  hooks = new EsHooks(new CompiledModules(folder));
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const url = hooks?.resolve(specifier, context.parentURL);
  if (url !== undefined) return { url, shortCircuit: true };
  try {
    return await next(specifier, context);
  } catch (error) {
    const found = hooks?.resolveMissing(specifier, context.parentURL, error);
    if (found === undefined) throw error;
    return { url: found, shortCircuit: true };
  }
};

export const load: LoadHook = (url, context, next) => {
  const loaded = hooks?.load(url, context.importAttributes as Record<string, string> | undefined);
  return loaded === undefined ? next(url, context) : { ...loaded, shortCircuit: true };
};
