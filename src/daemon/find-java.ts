import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Context } from '../context.js';
import { KclTsError } from '../errors.js';
import { howItEnded, run, succeeded } from '../processes.js';

export interface Java {
  /** Absolute path of the launcher. */
  readonly path: string;
  /** As the JDK states it: `17.0.15`, `1.8.0_402`. */
  readonly version: string;
  /** 8 for `1.8.0_402`, 17 for `17.0.15`. */
  readonly major: number;
}

/** All run-time jars are class version 52 or lower (measured for KCL 3.1.3). */
const OLDEST_JAVA = 8;

export type JavaContext = Pick<Context, 'env' | 'cwd' | 'platform'>;

/**
 * Finds the java to run: the one asked for (a launcher, a JDK folder or a name on PATH), then JAVA_HOME, then PATH.
 *
 * The version comes from the JDK's `release` file, which costs nothing; only where there is none is java started to
 * ask it (a tenth of a second and more).
 *
 * @throws KclTsError JAVA_MISSING, JAVA_TOO_OLD
 */
export async function findJava(asked: string | undefined, context: JavaContext): Promise<Java> {
  const path = await locate(asked, context);
  const version = (await releaseVersion(path)) ?? (await askVersion(path, context));
  const major = majorOf(version);
  if (major < OLDEST_JAVA) {
    throw new KclTsError(
      'JAVA_TOO_OLD',
      `java ${version} at ${path} is too old, expected ${OLDEST_JAVA} or newer`,
      {
        hint: 'install a newer Java (17 or 21 are good choices) or name one with --java',
      },
    );
  }
  return { path, version, major };
}

async function locate(asked: string | undefined, context: JavaContext): Promise<string> {
  if (asked !== undefined) {
    const found =
      asked.includes('/') || asked.includes('\\')
        ? await launcherAt(resolve(context.cwd, asked), context)
        : await onPath(asked, context);
    if (found !== undefined) return found;
    throw new KclTsError(
      'JAVA_MISSING',
      `no java at '${asked}', expected a java launcher or the folder of a JDK`,
      {
        hint: 'check --java (or KCL_TS_JAVA); without it kcl-ts uses JAVA_HOME, then the java on PATH',
      },
    );
  }
  const home = context.env['JAVA_HOME'];
  const found = (home && (await launcherAt(home, context))) || (await onPath('java', context));
  if (found) return found;
  throw new KclTsError('JAVA_MISSING', `java was not found in ${home ? `JAVA_HOME (${home}) or ` : ''}PATH`, {
    hint: `install a Java runtime, ${OLDEST_JAVA} or newer (17 or 21 are good choices: apt install openjdk-17-jre-headless, brew install openjdk), or name one with --java or JAVA_HOME`,
  });
}

/** A launcher itself, or the one in the folder of a JDK. */
async function launcherAt(path: string, { platform }: JavaContext): Promise<string | undefined> {
  const name = platform === 'win32' ? 'java.exe' : 'java';
  for (const candidate of [join(path, 'bin', name), path, `${path}.exe`]) {
    if (await isLauncher(candidate)) return candidate;
  }
  return undefined;
}

async function onPath(name: string, { env, platform }: JavaContext): Promise<string | undefined> {
  const names = platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const file of names) if (await isLauncher(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

async function isLauncher(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function releaseVersion(java: string): Promise<string | undefined> {
  try {
    const home = dirname(dirname(await realpath(java)));
    return await versionIn(join(home, 'release')).catch(() => versionIn(join(dirname(home), 'release')));
  } catch {
    return undefined;
  }
}

async function versionIn(releaseFile: string): Promise<string> {
  const version = /^JAVA_VERSION="([^"]+)"/m.exec(await readFile(releaseFile, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`no JAVA_VERSION in ${releaseFile}`);
  return version;
}

async function askVersion(java: string, { cwd }: JavaContext): Promise<string> {
  const { ending, stdout, stderr } = await run(java, ['-version'], { cwd, timeoutMs: 15_000 });
  const version = /version "([^"]+)"/.exec(`${stderr}\n${stdout}`)?.[1];
  if (succeeded(ending) && version !== undefined) return version;
  throw new KclTsError('JAVA_MISSING', `${java} -version did not print a Java version`, {
    details: [
      ...(succeeded(ending) ? [] : [`it ${howItEnded(ending)}`]),
      ...(ending.kind === 'spawn-failed' ? [] : [firstLine(stderr, stdout)]),
    ].join('; '),
    hint: 'install a Java runtime, or name a working one with --java or JAVA_HOME',
  });
}

function firstLine(...outputs: readonly string[]): string {
  const line = outputs.flatMap((output) => output.split('\n')).find((text) => text.trim() !== '');
  return line === undefined ? 'it printed nothing' : `it printed ${JSON.stringify(line.trim())}`;
}

function majorOf(version: string): number {
  const [first = '0', second = '0'] = version.split(/[.\-+_]/);
  return Number(first === '1' ? second : first) || 0;
}
