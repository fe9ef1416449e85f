import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEsbuild } from '../../../compile/transform/load-esbuild.js';
import type { Context } from '../../../context.js';
import { createRunFolder } from '../../../daemon/run-folder.js';
import { requireOptionalPackages } from '../../../local/optional-packages.js';
import { cacheUnusable } from '../../../maven/cache/cache-unusable.js';
import type { JarSettings } from '../../../maven/jar-settings.js';
import { readLockFile } from '../../../maven/lock/lock-file.js';
import { verifyJars } from '../../../maven/cache/verify.js';
import { KclTsError } from '../../../errors.js';
import { check, type Check, type Finding } from './check.js';
import { checkJava } from './check-java.js';

export interface MachineQuestion {
  readonly nodeVersion: string;
  readonly java: string | undefined;
  readonly jars: JarSettings;
  /** Whether the embedded servers are wanted, or merely possible. */
  readonly local: boolean;
}

/** What kcl-ts needs of this machine: nothing here asks the network. */
export async function checkMachine(question: MachineQuestion, context: Context): Promise<Check[]> {
  const checks = await Promise.all([
    // one that is too old does not come as far as this: bin/kcl-ts.js
    check('node', () => question.nodeVersion),
    checkJava(question.java, context),
    check('temporary files', () => lookAtTemporaryFolder(context)),
    check('compiler', lookAtCompiler),
    check('cache', () => lookAtCache(question.jars, context)),
    check('jars', () => lookAtJars(question.jars)),
    check('local', () => lookForServers(question.local)),
  ]);
  return checks.flat();
}

/** As much as a run writes there, by the means of a run: the properties, the compiled processor, a store of authorities. */
const ENOUGH_BYTES = 1_000_000;

async function lookAtTemporaryFolder({ tmpdir }: Context): Promise<Finding> {
  const folder = await createRunFolder(tmpdir);
  try {
    await folder.write('try', 'x'.repeat(ENOUGH_BYTES));
  } finally {
    folder.remove();
  }
  return tmpdir;
}

async function lookAtCompiler(): Promise<Finding> {
  const esbuild = loadEsbuild();
  await esbuild.transform('');
  await esbuild.stop();
  return `esbuild ${esbuild.version}`;
}

async function lookAtCache({ store: { folder } }: JarSettings, { tmpdir }: Context): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cacheUnusable(folder, error);
  }
  if (!folder.startsWith(join(tmpdir, 'kcl-ts-cache'))) return folder;
  return {
    status: 'warn',
    message: `${folder}: there is no home in which it could be kept`,
    fix: 'name a folder that stays with KCL_TS_CACHE=DIR, or fetch the jars when the image is built',
  };
}

async function lookAtJars({ lockFile, store, offline }: JarSettings): Promise<Finding> {
  const { groups } = await readLockFile(lockFile);
  const jars = await verifyJars(groups.daemon, store);
  const lacking = jars.filter(({ found }) => found.state !== 'verified');
  if (lacking.length === 0) {
    const megabytes = groups.daemon.reduce((sum, { size }) => sum + size, 0) / 1e6;
    return `${jars.length} jars, ${megabytes.toFixed(1)} MB, all verified`;
  }
  const damaged = lacking.filter(({ found }) => found.state === 'damaged').length;
  return {
    status: offline ? 'fail' : 'warn',
    message:
      `${lacking.length} of ${jars.length} jars are ${damaged > 0 ? `missing or damaged (${damaged})` : 'missing'}` +
      (offline ? '' : '; the first run will download them'),
    fix: offline ? 'run kcl-ts fetch-jars without --offline' : 'run kcl-ts fetch-jars',
  };
}

function lookForServers(wanted: boolean): Finding {
  try {
    requireOptionalPackages();
    return 'the embedded Kinesis and DynamoDB are installed';
  } catch (error) {
    if (wanted || !(error instanceof KclTsError)) throw error;
    return {
      status: 'warn',
      message: error.message,
      ...(error.hint === undefined ? {} : { fix: error.hint }),
    };
  }
}
