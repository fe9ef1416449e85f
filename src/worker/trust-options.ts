import type { Context } from '../context.js';
import type { Java } from '../daemon/find-java.js';
import type { RunFolder } from '../daemon/run-folder.js';
import { trustForJava, useTrustStore } from '../daemon/trust/trust-store.js';
import type { WorkerSettings } from './settings.js';

/** The JVM options with which java trusts what node trusts; none for the embedded servers, which speak plain HTTP. */
export async function trustOptions(
  java: Java,
  { local, jvmOptions }: Pick<WorkerSettings, 'local' | 'jvmOptions'>,
  folder: RunFolder,
  { env, reporter }: Context,
): Promise<readonly string[]> {
  if (local) return [];
  const { store, warnings } = await trustForJava({ java: java.path, env, jvmOptions });
  for (const warning of warnings) reporter.warn(`${warning}: neither node nor java trusts what is there`);
  return store ? useTrustStore(await folder.write('authorities.jks', store)) : [];
}
