import type { Context } from '../context.js';
import { findJava, type Java } from '../daemon/find-java.js';
import { givenOptions } from '../daemon/jvm-options/given.js';
import type { RunFolder } from '../daemon/run-folder.js';
import { trustForJava, useTrustStore } from '../daemon/trust/trust-store.js';
import type { WorkerSettings } from './settings.js';

export interface TrustingJava {
  readonly java: Java;
  /** The options with which it trusts what node trusts. */
  readonly trust: readonly string[];
}

export async function findTrustingJava(
  settings: WorkerSettings,
  folder: RunFolder,
  context: Context,
): Promise<TrustingJava> {
  const java = await findJava(settings.java, context);
  return { java, trust: await trustOptions(java, settings, folder, context) };
}

/** The JVM options with which java trusts what node trusts; none for the embedded servers, which speak plain HTTP. */
async function trustOptions(
  java: Java,
  { local, javaOptions }: Pick<WorkerSettings, 'local' | 'javaOptions'>,
  folder: RunFolder,
  context: Context,
): Promise<readonly string[]> {
  if (local) return [];
  const { env, reporter } = context;
  const jvmOptions = await givenOptions(javaOptions, context);
  const { store, warnings } = await trustForJava({ java: java.path, env, jvmOptions });
  for (const warning of warnings) reporter.warn(`${warning}: neither node nor java trusts what is there`);
  return store ? useTrustStore(await folder.write('authorities.jks', store)) : [];
}
