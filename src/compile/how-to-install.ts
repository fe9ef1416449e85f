import { dirname, join } from 'node:path';
import { isFile } from '../loader/find-source.js';

const managers: readonly (readonly [lockFile: string, install: string, dev: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add', '-D'],
  ['yarn.lock', 'yarn add', '-D'],
  ['bun.lock', 'bun add', '-d'],
  ['package-lock.json', 'npm install', '-D'],
];

/**
 * How to install what a specifier names, by the package manager whose lock file is nearest.
 *
 * @param folder where it is missing
 * @returns undefined for what is no package
 */
export function howToInstall(
  specifier: string,
  folder: string,
  { dev = false }: { readonly dev?: boolean } = {},
): string | undefined {
  const name = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*/.exec(specifier)?.[0];
  if (name === undefined || /^[a-z]+:/.test(specifier)) return undefined;
  return installCommand(name, folder, { dev });
}

/** @param name of a package, with a version if need be, as in `typescript@6` */
export function installCommand(name: string, folder: string, { dev }: { readonly dev: boolean }): string {
  const [, install, flag] = managerFor(folder);
  return `${install} ${dev ? `${flag} ` : ''}${name}`;
}

function managerFor(folder: string): readonly [string, string, string] {
  for (let current = folder; ; current = dirname(current)) {
    const found = managers.find(([lockFile]) => isFile(join(current, lockFile)));
    if (found !== undefined) return found;
    if (dirname(current) === current) return ['package-lock.json', 'npm install', '-D'];
  }
}
