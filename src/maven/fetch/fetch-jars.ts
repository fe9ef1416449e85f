import { setMaxListeners } from 'node:events';
import type { Context } from '../../context.js';
import { fetchFailure, type Refusal } from './failure.js';
import { takeFetchTurn } from './turn.js';
import { openConnection, type HttpConnection } from './http-connection.js';
import { defaultLimits, type JarSettings } from '../jar-settings.js';
import { takeFromLocalRepository } from './local-repository.js';
import { PartFile } from './part-file.js';
import { proxySettings } from './proxy-settings.js';
import type { Repository } from '../repository.js';
import { transfer } from './transfer.js';
import type { TransferOptions } from './attempt.js';
import { verifyJars, type CheckedJar } from '../cache/verify.js';

type FetchContext = Pick<Context, 'env' | 'cwd' | 'homedir' | 'reporter' | 'signal'>;

/** Brings the jars that are missing or damaged to their places. Throws if any of them cannot be had. */
export async function fetchJars(
  wanted: readonly CheckedJar[],
  settings: JarSettings,
  context: FetchContext,
): Promise<void> {
  const { reporter, signal } = context;
  const turn = await takeFetchTurn(settings.store.folder, {
    signal,
    onWait: () => reporter.info(`waiting: another kcl-ts is filling ${settings.store.folder}`),
  });
  try {
    // Another process may have had its turn since they were looked for, even if this one never had to wait.
    const missing = await stillWanted(wanted, settings);
    if (missing.length > 0) await fetchAll(missing, settings, context);
  } finally {
    await turn.end();
  }
}

async function stillWanted(wanted: readonly CheckedJar[], { store }: JarSettings): Promise<CheckedJar[]> {
  const checked = await verifyJars(
    wanted.map(({ jar }) => jar),
    store,
  );
  return checked.filter(({ found }) => found.state !== 'verified');
}

async function fetchAll(
  missing: readonly CheckedJar[],
  settings: JarSettings,
  { reporter, signal, ...context }: FetchContext,
): Promise<void> {
  const started = performance.now();
  const total = missing.reduce((sum, { jar }) => sum + jar.size, 0);
  const progress = reporter.progress(`fetching ${count(missing.length)}`, { total, unit: 'bytes' });
  const limits = settings.limits ?? defaultLimits;
  const connection = openConnection(await proxySettings(context), settings.jobs, limits);
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  // One listener for each request under way is no leak.
  setMaxListeners(0, stop);
  const fetcher: Fetcher = {
    homedir: context.homedir,
    repositories: [...settings.repositories],
    connection,
    limits,
    signal: stop,
    advance: (bytes) => progress.advance(bytes),
    debug: (message) => reporter.debug(message),
  };
  // The largest first: then no long download is left for the end.
  const queue = [...missing].sort((a, b) => b.jar.size - a.jar.size).values();
  const worker = async (): Promise<void> => {
    for (const one of queue) await fetchOne(one, fetcher);
  };
  try {
    await firstFailureStopsAll(Array.from({ length: settings.jobs }, worker), failed);
  } catch (error) {
    progress.fail();
    throw error;
  } finally {
    await connection.close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  progress.done(`fetched ${count(missing.length)} (${(total / 1e6).toFixed(1)} MB) in ${seconds} s`);
}

interface Fetcher extends Omit<TransferOptions, 'jar' | 'part'> {
  readonly homedir: string | undefined;
  /** Less those found to be out of reach, as long as others are left. */
  readonly repositories: Repository[];
  readonly connection: HttpConnection;
}

async function fetchOne({ jar, file }: CheckedJar, fetcher: Fetcher): Promise<void> {
  const part = await PartFile.open(jar, file);
  try {
    await fill();
  } catch (error) {
    await part.discard();
    throw error;
  }
  await part.moveIntoPlace();

  async function fill(): Promise<void> {
    if (await takeFromLocalRepository(jar, part, fetcher.homedir)) {
      fetcher.advance(jar.size);
      return;
    }
    const refusals: Refusal[] = [];
    for (const repository of [...fetcher.repositories]) {
      const setback = await transfer(repository, { ...fetcher, jar, part });
      if (!setback) return;
      refusals.push({ repository, setback });
      if (setback.outOfReach) leaveOut(repository, fetcher.repositories);
    }
    throw fetchFailure(jar, file, refusals);
  }
}

/** So that not every jar waits for a repository that is down, as long as there is another. */
function leaveOut(repository: Repository, repositories: Repository[]): void {
  const index = repositories.indexOf(repository);
  if (index >= 0 && repositories.length > 1) repositories.splice(index, 1);
}

/** Waits for all, so that nothing is left running; of several errors the first one in time is thrown. */
async function firstFailureStopsAll(work: readonly Promise<void>[], failed: AbortController): Promise<void> {
  const errors: unknown[] = [];
  await Promise.all(
    work.map((one) =>
      one.catch((error: unknown) => {
        errors.push(error);
        failed.abort();
      }),
    ),
  );
  if (errors.length > 0) throw errors[0];
}

function count(jars: number): string {
  return jars === 1 ? '1 jar' : `${jars} jars`;
}
