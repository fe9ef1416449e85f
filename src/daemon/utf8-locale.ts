import { readdir } from 'node:fs/promises';
import { run, succeeded } from '../processes.js';

export interface LocaleFolders {
  /** Where the C library's loader lies. */
  readonly libraries: string;
  /** Where glibc keeps its locales. */
  readonly locales: string;
}

const usual: LocaleFolders = { libraries: '/lib', locales: '/usr/lib/locale' };

export type LocaleOfFiles =
  /** Its name, for LC_ALL. */
  | { readonly kind: 'found'; readonly name: string }
  /** There is none, and java cannot name a file that has other than ASCII characters in its name. */
  | { readonly kind: 'none' }
  /** Java needs none here, or it cannot be told. */
  | { readonly kind: 'not needed' };

/**
 * The locale in which java names files in UTF-8, as node does in any locale.
 *
 * Java takes the encoding of file names, of its arguments and of its class path from the locale (`sun.jnu.encoding`),
 * and no option sets it. It must be one that is installed: in one that is not, java uses ASCII, as it does with none
 * (measured, Java 17 and 25). On macOS it is always UTF-8 (java_props_md.c), and Windows has wide characters.
 */
export async function utf8Locale(
  platform: NodeJS.Platform,
  { libraries, locales }: LocaleFolders = usual,
): Promise<LocaleOfFiles> {
  if (platform === 'darwin' || platform === 'win32') return { kind: 'not needed' };
  const [installed, loaders] = await Promise.all([namesIn(locales), namesIn(libraries)]);
  // musl knows every locale to be UTF-8 but for the one called C.
  if (installed.some(isC) || loaders.some((name) => name.startsWith('ld-musl-')))
    return { kind: 'found', name: 'C.UTF-8' };
  const listed = await listLocales();
  if (listed === undefined) return { kind: 'not needed' };
  const name = listed.find(isC) ?? listed.find((one) => /\.utf-?8$/i.test(one));
  return name === undefined ? { kind: 'none' } : { kind: 'found', name };
}

function isC(name: string): boolean {
  return /^C\.utf-?8$/i.test(name);
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** What the C library says that it has; undefined where it has no program to say so. */
async function listLocales(): Promise<string[] | undefined> {
  const { ending, stdout } = await run('locale', ['-a'], { timeoutMs: 5_000 });
  return succeeded(ending) ? stdout.split('\n').filter((line) => line !== '') : undefined;
}
