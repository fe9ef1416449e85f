import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What runs an application today, as far as its project tells. */
export interface Library {
  readonly name: 'aws-kcl' | 'amazon_kclpy' | 'amazon-kinesis-client-multilang';
  /** As installed, or as the project asks for it. */
  readonly version: string;
  /** Of the KCL in it. All three libraries are numbered as it is, but for aws-kcl 0.x, which has KCL 1. */
  readonly kcl: 1 | 2 | 3;
}

/** The library that a project has: aws-kcl first, for a project in JavaScript may well have others beside it. */
export async function findLibrary(folder: string): Promise<Library | undefined> {
  return (await findAwsKcl(folder)) ?? (await findInManifests(folder));
}

/** In node_modules, in a package.json, or as the folder that the samples of aws-kcl are in. */
async function findAwsKcl(folder: string): Promise<Library | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const installed = await readManifest(join(at, 'node_modules', 'aws-kcl', 'package.json'));
    const own = await readManifest(join(at, 'package.json'));
    const asked = own?.dependencies?.['aws-kcl'] ?? own?.devDependencies?.['aws-kcl'];
    const version = installed?.version ?? asked ?? (own?.name === 'aws-kcl' ? own.version : undefined);
    if (version !== undefined) return libraryOf('aws-kcl', version);
    if (dirname(at) === at) return undefined;
  }
}

const manifests: readonly {
  readonly file: RegExp;
  readonly name: Exclude<Library['name'], 'aws-kcl'>;
  readonly version: RegExp;
}[] = [
  {
    file: /^(requirements.*\.txt|pyproject\.toml|setup\.(py|cfg)|Pipfile)$/,
    name: 'amazon_kclpy',
    version: /amazon[_-]kclpy\W*?(?:[=~><!]=?|\^)?[\s"'=]*(\d+[\w.]*)/,
  },
  {
    file: /^(pom\.xml|build\.gradle(\.kts)?)$/,
    name: 'amazon-kinesis-client-multilang',
    version: /amazon-kinesis-client-multilang(?:\s*<\/artifactId>\s*<version>|["']?:)\s*(\d+[\w.]*)/,
  },
];

async function findInManifests(folder: string): Promise<Library | undefined> {
  for (const entry of await readdir(folder)) {
    for (const { file, name, version } of manifests) {
      if (!file.test(entry)) continue;
      const found = version.exec(await readFile(join(folder, entry), 'utf8'))?.[1];
      if (found !== undefined) return libraryOf(name, found);
    }
  }
  return undefined;
}

function libraryOf(name: Library['name'], version: string): Library | undefined {
  const major = Number(/\d+/.exec(version)?.[0] ?? NaN);
  if (Number.isNaN(major)) return undefined;
  return { name, version, kcl: major <= 1 ? 1 : major === 2 ? 2 : 3 };
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
