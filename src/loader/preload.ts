import { register } from 'node:module';
import { hookCommonJs } from './common-js-hooks.js';
import { EsHooks } from './es-hooks.js';
import { hookByRegistration } from './registered-hooks.js';
import { hookInThread } from './in-thread-hooks.js';
import { CompiledModules } from './modules.js';
import { hookSourceMaps } from './source-maps.js';

/**
 * Makes this process run the TypeScript of a project that has been compiled. Preloaded by `--require`, so that it is
 * there before whatever the user preloads by `--import`, and in worker threads and forked processes too.
 *
 * @param folder that of the manifest
 */
export function install(folder: string): void {
  const modules = new CompiledModules(folder, hookSourceMaps(isObserved()));
  const hooks = new EsHooks(modules);
  const registerInThread = (): void =>
    register(new URL('./hooks-thread.js', import.meta.url), { data: folder });
  if (!hookByRegistration(hooks) && !hookInThread(hooks, registerInThread)) registerInThread();
  hookCommonJs(modules);
}

function isObserved(): boolean {
  const { NODE_V8_COVERAGE = '', NODE_OPTIONS = '' } = process.env;
  return (
    NODE_V8_COVERAGE !== '' || [...process.execArgv, NODE_OPTIONS].some((flag) => flag.includes('--inspect'))
  );
}
