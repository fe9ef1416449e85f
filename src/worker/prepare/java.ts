import type { Context } from '../../context.js';
import { findJava, type Java } from '../../daemon/find-java.js';
import { givenOptions } from '../../daemon/jvm-options/given.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { trustForJava, useTrustStore } from '../../daemon/trust/trust-store.js';
import { loginOptions } from './login-options.js';
import type { WorkerSettings } from '../settings.js';

export interface PreparedJava {
  readonly java: Java;
  /** The options with which it trusts and finds what node does; none for the embedded servers, which ask for neither. */
  readonly access: readonly string[];
}

/** @throws KclTsError JAVA_MISSING, JAVA_TOO_OLD, CONFIG_FILE */
export async function prepareJava(
  settings: WorkerSettings,
  folder: RunFolder,
  context: Context,
): Promise<PreparedJava> {
  const java = await findJava(settings.java, context);
  if (settings.local) return { java, access: [] };
  const trust = await trustOptions(java, settings, folder, context);
  return { java, access: [...trust, ...(await loginOptions(settings, folder, context))] };
}

async function trustOptions(
  java: Java,
  { javaOptions }: Pick<WorkerSettings, 'javaOptions'>,
  folder: RunFolder,
  context: Context,
): Promise<readonly string[]> {
  const { env, reporter } = context;
  const jvmOptions = await givenOptions(javaOptions, context);
  const { store, warnings } = await trustForJava({ java: java.path, env, jvmOptions });
  for (const warning of warnings) reporter.warn(`${warning}: neither node nor java trusts what is there`);
  return store ? useTrustStore(await folder.write('authorities.jks', store)) : [];
}
