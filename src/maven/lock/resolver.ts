import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import type { Environment } from '../../context.js';
import { KclTsError, messageOf } from '../../errors.js';
import { closurePom } from './closure-pom.js';
import type { ClosureRequest } from './closure-rules.js';
import { formatCoordinates, parseCoordinates, repositoryPath, type Coordinates } from '../coordinates.js';

/** Maven's own resolver, run as a program: the toolbox jar of the lock's tools. */
export interface Resolver {
  /** The released versions of an artifact, oldest first; none if the repositories do not know it. */
  versions(artifact: string): Promise<string[]>;
  /** The run-time closure as published. Reads POMs only. */
  published(root: Coordinates): Promise<Coordinates[]>;
  /** The run-time closure of a request, each jar downloaded and checked against its repository's checksum. */
  resolve(request: ClosureRequest): Promise<ResolvedJar[]>;
}

export interface ResolvedJar {
  readonly coordinates: Coordinates;
  /** In the resolver's own local repository, its POM and those of its parents beside it. */
  readonly file: string;
}

/** How to start a java. */
export interface JavaCommand {
  /** Its launcher. */
  readonly path: string;
  readonly options: readonly string[];
  readonly env: Environment;
}

export interface ResolverOptions {
  readonly java: JavaCommand;
  /** The toolbox jar. */
  readonly toolbox: string;
  /** The resolver's local repository; filled as it resolves. */
  readonly localRepository: string;
  /** Further arguments: settings, proxy, offline. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

export function openResolver(options: ResolverOptions): Resolver {
  const { localRepository } = options;
  const run = (...args: string[]): Promise<string> => runToolbox(args, options);
  return {
    async versions(artifact) {
      return (await run('list', artifact))
        .split('\n')
        .filter((line) => line.startsWith(`${artifact}:`))
        .map((line) => line.slice(artifact.length + 1).trim());
    },
    async published(root) {
      return parseTree(await run('tree', formatCoordinates(root)));
    },
    async resolve(request) {
      const pom = await installClosure(request, localRepository);
      const text = await run('classpath', `${pom.group}:${pom.artifact}:pom:${pom.version}`);
      return parseClassPath(text, localRepository);
    },
  };
}

/**
 * Puts the request as a POM into the local repository, as `mvn install` would. Its version is the hash of its
 * content, so that several runs at once do not take each other's.
 */
async function installClosure(request: ClosureRequest, localRepository: string): Promise<Coordinates> {
  const named = (version: string): Coordinates => ({ group: 'kcl-ts', artifact: 'closure', version });
  const version = createHash('sha256')
    .update(closurePom(named('0'), request))
    .digest('hex')
    .slice(0, 16);
  const file = join(localRepository, repositoryPath(named(version), 'pom'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, closurePom(named(version), request));
  return named(version);
}

/** The lines of `tree`, such as `|  +- io.netty:netty-common:jar:4.1.124.Final [compile] (origin: central)`. */
function parseTree(text: string): Coordinates[] {
  return text.split('\n').flatMap((line) => {
    const [, group, artifact, classifier, version] =
      /^[ |+\\-]*([\w.-]+):([\w.-]+):jar:(?:([\w.-]+):)?([\w.+-]+)(?: \[| \(|$)/.exec(line) ?? [];
    if (!group || !artifact || !version) return [];
    return [{ group, artifact, version, ...(classifier ? { classifier } : {}) }];
  });
}

/** The jars of a class path, all of which lie in the local repository; the coordinates are those of their paths. */
function parseClassPath(text: string, localRepository: string): ResolvedJar[] {
  const files = (text.split('\n').find((line) => line.includes('.jar')) ?? '').trim().split(delimiter);
  return files
    .filter((file) => file.endsWith('.jar'))
    .map((file) => ({ file, coordinates: coordinatesAt(relative(localRepository, file)) }));
}

function coordinatesAt(path: string): Coordinates {
  const parts = path.split(sep);
  const name = parts.at(-1) ?? '';
  const version = parts.at(-2) ?? '';
  const artifact = parts.at(-3) ?? '';
  const rest = name.slice(`${artifact}-${version}`.length, -'.jar'.length);
  const text = [
    parts.slice(0, -3).join('.'),
    artifact,
    ...(rest ? ['jar', rest.replace(/^-/, '')] : []),
    version,
  ].join(':');
  const coordinates = parseCoordinates(text);
  if (!coordinates) throw new Error(`the resolver named a jar outside its repository: ${path}`);
  return coordinates;
}

async function runToolbox(
  command: readonly string[],
  { java, toolbox, localRepository, args, signal }: ResolverOptions,
): Promise<string> {
  const { execa } = await import('execa');
  const result = await execa(
    java.path,
    [
      ...java.options,
      `-Dmaven.repo.local=${localRepository}`,
      '-jar',
      toolbox,
      ...command,
      '--batch-mode',
      ...args,
    ],
    { reject: false, cancelSignal: signal, stdin: 'ignore', env: java.env, extendEnv: false },
  );
  signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  const said = `${result.stdout}\n${result.stderr}`;
  throw new KclTsError('JARS_UNAVAILABLE', `Maven's resolver could not do \`${command.join(' ')}\``, {
    details: relevantLines(said) || messageOf(result),
    hint: 'check the coordinates, the network, the proxy, and ~/.m2/settings.xml if you have one; --maven-repo URL names a mirror',
  });
}

/** What it says went wrong, and the root of it, without the stacks. */
function relevantLines(text: string): string {
  const lines = text.split('\n').filter((line) => /^(Error|Caused by): /.test(line));
  const [first, ...causes] = lines.map((line) => line.replace(/^(Error|Caused by): (class )?/, ''));
  return [first, ...causes.slice(-1)].filter((line) => line !== undefined).join('\n');
}
