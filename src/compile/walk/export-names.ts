import { dirname, join } from 'node:path';
import { findForNode, findSource } from '../../loader/find-source.js';
import type { WalkedModule } from './walked-module.js';

export interface ExportNames {
  readonly names: ReadonlySet<string>;
  /** Whether there may be more: what comes from a package, or from JavaScript, is not looked at. */
  readonly more: boolean;
}

/** The names that a module exports, with those of the project's modules that it exports too. */
export function exportNames(
  { path, names, reexports }: WalkedModule,
  modules: ReadonlyMap<string, WalkedModule>,
  seen = new Set<string>(),
): ExportNames {
  seen.add(path);
  const found = new Set(names);
  let more = false;
  for (const specifier of reexports) {
    const target = findSource(specifier, path, undefined) ?? findForNode(join(dirname(path), specifier));
    if (target !== undefined && seen.has(target)) continue;
    const module = target === undefined ? undefined : modules.get(target);
    const others = module === undefined ? undefined : exportNames(module, modules, seen);
    for (const name of others?.names ?? []) found.add(name);
    more ||= others?.more ?? true;
  }
  return { names: found, more };
}
