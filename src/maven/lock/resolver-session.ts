import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import { cacheUnusable } from '../cache/cache-unusable.js';
import { ensureVerified } from '../fetch/ensure-jars.js';
import type { JarSettings } from '../jar-settings.js';
import { proxySettings } from '../fetch/proxy-settings.js';
import { mavenCentral } from '../repository.js';
import { openResolver, type JavaCommand, type Resolver } from './resolver.js';
import { resolverSettings } from './resolver-settings.js';
import { resolverTool } from './selection.js';

export type ResolverContext = Pick<Context, 'env' | 'cwd' | 'homedir' | 'tmpdir' | 'reporter' | 'signal'>;

export interface ResolverSession {
  readonly resolver: Resolver;
  /** Kept between runs: POMs and jars that were resolved once are not downloaded again. */
  readonly localRepository: string;
}

export interface ResolverChoices {
  readonly settings: JarSettings;
  readonly java: JavaCommand;
  /** The resolver's local repository: absolute. */
  readonly localRepository: string;
}

/** Runs `work` with Maven's resolver at hand: its jar verified, its network settings written, and removed after. */
export async function withResolver<T>(
  { settings, java, localRepository }: ResolverChoices,
  context: ResolverContext,
  work: (session: ResolverSession) => Promise<T>,
): Promise<T> {
  const [toolbox = ''] = await ensureVerified([resolverTool], settings, context);
  await mkdir(localRepository, { recursive: true }).catch((error: unknown) => {
    throw cacheUnusable(localRepository, error);
  });
  const workFolder = await mkdtemp(join(context.tmpdir, 'kcl-ts-lock-'));
  try {
    const args = await networkArguments(settings, workFolder, context);
    const { signal } = context;
    return await work({
      resolver: openResolver({ java, toolbox, localRepository, args, signal }),
      localRepository,
    });
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

/**
 * Maven reads ~/.m2/settings.xml by itself. It gets settings of ours where the user names repositories for kcl-ts,
 * or where there is a proxy and no settings.xml that could know of it.
 */
async function networkArguments(
  { repositories, offline }: JarSettings,
  workFolder: string,
  context: ResolverContext,
): Promise<string[]> {
  const args = offline ? ['--offline'] : [];
  const proxy = await proxySettings(context);
  const ownRepositories = repositories.some((one) => one !== mavenCentral);
  const { homedir } = context;
  const hasSettings = homedir !== undefined && (await exists(join(homedir, '.m2', 'settings.xml')));
  if (ownRepositories || ((proxy.httpsProxy || proxy.httpProxy) && !hasSettings)) {
    const file = join(workFolder, 'settings.xml');
    // It may hold passwords: for this user's eyes only, and gone with the folder.
    await writeFile(file, resolverSettings(ownRepositories ? repositories : [], proxy), { mode: 0o600 });
    args.push('--settings', file);
  }
  return args;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
