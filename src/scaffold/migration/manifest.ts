import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KclTsError, messageOf } from '../../errors.js';
import { packageVersion } from '../../version.js';

/** What the script that starts the application with kcl-ts is called. */
export const scriptName = 'kcl-ts';

export interface ManifestPlan {
  /** Undefined if there is nothing to change. */
  readonly text?: string;
  /** Whether a package.json is there already. */
  readonly isEdit: boolean;
}

/**
 * The package.json of the project with the script and the dependency, and nothing else changed.
 *
 * @throws KclTsError CONFIG_FILE if it is no JSON, TARGET_NOT_EMPTY if it has another script of the name
 */
export async function planManifest(folder: string, command: string): Promise<ManifestPlan> {
  const before = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (before === undefined) return { text: await newManifest(folder, command), isEdit: false };
  const manifest = parse(before);
  const { scripts = {}, dependencies = {}, devDependencies = {} } = manifest;
  const other = scripts[scriptName];
  if (other !== undefined && other !== command) {
    throw new KclTsError(
      'TARGET_NOT_EMPTY',
      `package.json has another script ${scriptName} already: ${other}; nothing was written`,
      { hint: `rename it, or make it: ${command}` },
    );
  }
  const isInstalled = 'kcl-ts' in dependencies || 'kcl-ts' in devDependencies;
  if (other === command && isInstalled) return { isEdit: true };
  const after = {
    ...manifest,
    scripts: { ...scripts, [scriptName]: command },
    ...(isInstalled ? {} : { dependencies: { ...dependencies, 'kcl-ts': `^${packageVersion}` } }),
  };
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  ';
  return { text: `${JSON.stringify(after, null, indent)}\n`, isEdit: true };
}

/** For a folder without one: what its files are stays what the package.json above it says. */
async function newManifest(folder: string, command: string): Promise<string> {
  const type = await typeAbove(folder);
  const manifest = {
    private: true,
    ...(type === undefined ? {} : { type }),
    scripts: { [scriptName]: command },
    dependencies: { 'kcl-ts': `^${packageVersion}` },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

async function typeAbove(folder: string): Promise<string | undefined> {
  for (let at = dirname(folder); ; at = dirname(at)) {
    const text = await readFile(join(at, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return parse(text).type;
    if (dirname(at) === at) return undefined;
  }
}

interface Manifest {
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function parse(text: string): Manifest {
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw new KclTsError('CONFIG_FILE', `package.json is not JSON: ${messageOf(error)}`, {
      hint: 'correct it, and run the command again',
      cause: error,
    });
  }
}
