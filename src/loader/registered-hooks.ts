import type { EsHooks } from './es-hooks.js';
import { requireBuiltin } from './node-internals.js';

/**
 * Installs the hooks for `import` by module.registerHooks, which node has since 22.15.
 *
 * @returns whether this node has it
 */
export function hookByRegistration(hooks: EsHooks): boolean {
  const { registerHooks } = requireBuiltin('node:module') as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined) return false;
  registerHooks({
    resolve(specifier, context, next) {
      // `require` has its own hooks, which node's own resolution comes to.
      if (isRequire(context)) return next(specifier, context);
      const url = hooks.resolve(specifier, context.parentURL);
      if (url !== undefined) return { url, shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        const found = hooks.resolveMissing(specifier, context.parentURL, error);
        if (found === undefined) throw error;
        return { url: found, shortCircuit: true };
      }
    },
    load(url, context, next) {
      if (isRequire(context)) return hooks.loadRequired(url) ?? next(url, context);
      const loaded = hooks.load(url, context.importAttributes);
      return loaded === undefined ? next(url, context) : { ...loaded, shortCircuit: true };
    },
  });
  return true;
}

function isRequire({ conditions }: Context): boolean {
  return conditions?.includes('require') ?? false;
}

interface Context {
  readonly conditions?: readonly string[];
  readonly parentURL?: string;
  readonly importAttributes?: Readonly<Record<string, string>>;
}

type RegisterHooks = (hooks: {
  resolve(specifier: string, context: Context, next: (specifier: string, context: Context) => object): object;
  load(url: string, context: Context, next: (url: string, context: Context) => object): object;
}) => void;
