import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../../src/context.js';
import type { FetchLimits, JarSettings } from '../../../src/maven/jar-settings.js';
import { formatLockFile, type LockedJar } from '../../../src/maven/lock/lock-file.js';
import { parseRepository } from '../../../src/maven/repository.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { realContext } from '../../support/real-context.js';

/** A lock file, the jars it names, and a cache and a home of their own. */
export interface JarProject {
  readonly jars: readonly LockedJar[];
  readonly files: ReadonlyMap<string, Buffer>;
  readonly lockFile: string;
  readonly folder: string;
  readonly home: string;
  /** The environment of a process that uses this cache and this home and nothing else. */
  readonly env: Record<string, string>;
  readonly context: Context;
  readonly settings: (urls: readonly string[], more?: Partial<JarSettings>) => JarSettings;
  /** Final name (below the folder of jars) -> content, of everything in the cache but notes. */
  readonly cached: () => Promise<Map<string, Buffer>>;
}

/** Fast enough for a test, and with the proportions of the real ones. */
const quickLimits: FetchLimits = {
  attempts: 3,
  backOffMillis: 5,
  longestWaitMillis: 3000,
  stallMillis: 250,
  slowestBytesPerSecond: 20_000,
};

/** @param sizes of the jars, in bytes; their content is random */
export async function jarProject(
  sizes: readonly number[] = [30_000],
  { name = 'jar' }: { readonly name?: string } = {},
): Promise<JarProject> {
  const base = await temporaryFolder();
  const home = join(base, 'home');
  const folder = join(base, 'cache', 'v1', 'jars');
  const lockFile = join(base, 'jars.lock');
  await mkdir(home);
  const files = new Map<string, Buffer>();
  const jars = sizes.map((size, index) => {
    const content = randomBytes(size);
    const artifact = `${name}-${index}`;
    const path = `com/example/${artifact}/1.0/${artifact}-1.0.jar`;
    files.set(path, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { coordinates: `com.example:${artifact}:1.0`, path, size, sha256, licence: 'Apache-2.0' };
  });
  const lock = { lockVersion: 1, kcl: '3.1.3', overrides: [], additions: [] } as const;
  await writeFile(lockFile, formatLockFile({ ...lock, groups: { daemon: jars, tools: [] } }));
  const env = {
    KCL_TS_CACHE: join(base, 'cache'),
    HOME: home,
    NO_PROXY: '',
    PATH: process.env['PATH'] ?? '',
  };
  return {
    jars,
    files,
    lockFile,
    folder,
    home,
    env,
    context: { ...realContext(env), homedir: home, cwd: base },
    settings: (urls, more) => ({
      lockFile,
      store: { folder, layout: 'maven' },
      repositories: urls.map((url) => parseRepository(url)),
      offline: false,
      jobs: 6,
      limits: quickLimits,
      ...more,
    }),
    cached: () => contentOf(folder),
  };
}

async function contentOf(folder: string): Promise<Map<string, Buffer>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map<string, Buffer>();
  for (const file of files.sort()) contents.set(file.slice(folder.length + 1), await readFile(file));
  return contents;
}
