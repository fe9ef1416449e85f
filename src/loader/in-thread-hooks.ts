import type { EsHooks } from './es-hooks.js';
import { requireBuiltin } from './node-internals.js';

/**
 * Node 20 lets hooks for `import` run in a thread of their own only (module.register), which costs each process of a
 * shard 35 ms of processor time, half as much again as node itself. Its line is closed: what its loader is made of does
 * not change any more, so its methods are replaced where they are, in this thread. Node 22.15 has an interface for it.
 *
 * @param registerInThread installs the same hooks in node's thread, for when there are others in it
 * @returns whether this node's loader is the one that is known
 */
export function hookInThread(hooks: EsHooks, registerInThread: () => void): boolean {
  const loader = findLoader();
  if (loader === undefined) return false;
  const resolve = loader.resolve.bind(loader);
  const resolveSync = loader.resolveSync.bind(loader);
  const load = loader.load.bind(loader);
  hookResolve(loader, hooks);
  loader.load = async (url, context) => {
    const loaded = hooks.load(url, context.importAttributes);
    return loaded === undefined ? load(url, context) : { ...loaded, responseURL: url };
  };
  const register = loader.register.bind(loader);
  loader.register = (...args) => {
    // Hooks of the user's run in node's thread, and are to see what these make of the project: so these go there first.
    Object.assign(loader, { resolve, resolveSync, load, register });
    registerInThread();
    return register(...args);
  };
  hookRequireOfModules(loader, hooks);
  return true;
}

function hookResolve(loader: Loader, hooks: EsHooks): void {
  const resolve = loader.resolve.bind(loader);
  loader.resolve = async (specifier, parentUrl, attributes) => {
    const url = hooks.resolve(specifier, parentUrl);
    if (url !== undefined) return { url };
    try {
      return await resolve(specifier, parentUrl, attributes);
    } catch (error) {
      return missing(hooks, specifier, parentUrl, error);
    }
  };
  const resolveSync = loader.resolveSync.bind(loader);
  loader.resolveSync = (specifier, parentUrl, attributes) => {
    const url = hooks.resolve(specifier, parentUrl);
    if (url !== undefined) return { url };
    try {
      return resolveSync(specifier, parentUrl, attributes);
    } catch (error) {
      return missing(hooks, specifier, parentUrl, error);
    }
  };
}

/** What an ES module imports that `require` loads. */
function hookRequireOfModules(loader: Loader, hooks: EsHooks): void {
  const original = loader.getModuleJobForRequire.bind(loader);
  loader.getModuleJobForRequire = (specifier, parentUrl, attributes) => {
    const url = resolveDefault(loader, hooks, { specifier, parentUrl, attributes });
    const cached = loader.loadCache.get(url, attributes['type']);
    const loaded = cached === undefined ? hooks.load(url, attributes) : undefined;
    if (loaded === undefined) return original(url, parentUrl, attributes);
    const utils = requireBuiltin('internal/modules/esm/utils') as EsmUtils;
    const { ModuleJobSync } = requireBuiltin('internal/modules/esm/module_job') as ModuleJobs;
    const wrap = utils.compileSourceTextModule(url, loaded.source, loader);
    const job = new ModuleJobSync(loader, url, attributes, wrap, false, false);
    loader.loadCache.set(url, attributes['type'], job);
    return job;
  };
}

/** `require` of an ES module does not ask the user's hooks either. */
function resolveDefault(
  loader: Loader,
  hooks: EsHooks,
  { specifier, parentUrl, attributes }: Request,
): string {
  const url = hooks.resolve(specifier, parentUrl);
  if (url !== undefined) return url;
  try {
    return loader.defaultResolve(specifier, parentUrl, attributes).url;
  } catch (error) {
    return missing(hooks, specifier, parentUrl, error).url;
  }
}

interface Request {
  readonly specifier: string;
  readonly parentUrl: string | undefined;
  readonly attributes: Attributes;
}

function missing(hooks: EsHooks, specifier: string, parentUrl: string | undefined, error: unknown): Resolved {
  const url = hooks.resolveMissing(specifier, parentUrl, error);
  if (url === undefined) throw error;
  return { url };
}

interface Resolved {
  readonly url: string;
  readonly format?: string | null;
}

type Attributes = Readonly<Record<string, string>>;

/** ModuleLoader of lib/internal/modules/esm/loader.js, v20.18 to v20.20. */
interface Loader {
  resolve(
    specifier: string,
    parentUrl: string | undefined,
    attributes: Attributes,
  ): Promise<Resolved> | Resolved;
  resolveSync(specifier: string, parentUrl: string | undefined, attributes: Attributes): Resolved;
  defaultResolve(specifier: string, parentUrl: string | undefined, attributes: Attributes): Resolved;
  register(...args: readonly unknown[]): unknown;
  load(url: string, context: { readonly importAttributes?: Attributes }): Promise<object>;
  getModuleJobForRequire(specifier: string, parentUrl: string | undefined, attributes: Attributes): object;
  readonly loadCache: {
    get(url: string, type: string | undefined): object | undefined;
    set(url: string, type: string | undefined, job: object): void;
  };
}

interface EsmUtils {
  compileSourceTextModule(url: string, source: string, loader: Loader): object;
}

interface ModuleJobs {
  readonly ModuleJobSync: new (
    loader: Loader,
    url: string,
    attributes: Attributes,
    wrap: object,
    isMain: boolean,
    inspectBrk: boolean,
  ) => object;
}

function findLoader(): Loader | undefined {
  if (!process.versions.node.startsWith('20.')) return undefined;
  try {
    const internals = requireBuiltin('internal/modules/esm/loader') as {
      getOrInitializeCascadedLoader(): unknown;
    };
    const loader = internals.getOrInitializeCascadedLoader();
    // It and the module of formats ask for each other: what comes first is to be what comes first without hooks.
    requireBuiltin('internal/modules/esm/resolve');
    return isKnown(loader) ? loader : undefined;
  } catch {
    return undefined;
  }
}

function isKnown(loader: unknown): loader is Loader {
  if (typeof loader !== 'object' || loader === null) return false;
  const methods = ['resolve', 'resolveSync', 'defaultResolve', 'register', 'load', 'getModuleJobForRequire'];
  return methods.every((name) => typeof Reflect.get(loader, name) === 'function') && 'loadCache' in loader;
}
