import { basename } from 'node:path';
import { execa } from 'execa';
import { artifactOf, runJava } from './daemon-jars.js';

/** The classes of some jars, what each of them refers to, and what Java finds in the jars by other means. */
export interface ClassReferences {
  /** Class -> the artifact whose jar holds it. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** Class -> the classes it refers to. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  /** Classes that are referred to and are neither in the jars nor in the JDK. */
  readonly missing: ReadonlySet<string>;
  /** What META-INF/services of the jars names. */
  readonly services: readonly string[];
  /** Classes that more than one jar holds. */
  readonly duplicates: readonly string[];
  /** The newest class file version. */
  readonly newest: number;
}

/** Reads the jars with the JDK's jdeps: constant pools, signatures and annotations, nothing is loaded. */
export async function readReferences(jars: readonly string[]): Promise<ClassReferences> {
  const [facts, jdeps] = await Promise.all([
    runJava('JarFacts.java', { args: [...jars] }),
    execa('jdeps', ['--multi-release', 'base', '-verbose:class', '-filter:none', ...jars], {
      maxBuffer: 200_000_000,
      lines: true,
    }),
  ]);
  return { ...readFacts(facts.split('\n')), ...readEdges(jdeps.stdout) };
}

function readFacts(
  lines: readonly string[],
): Pick<ClassReferences, 'artifacts' | 'services' | 'duplicates' | 'newest'> {
  const artifacts = new Map<string, string>();
  const services: string[] = [];
  const duplicates: string[] = [];
  let newest = 0;
  for (const line of lines) {
    const [kind, jar = '', name = '', version] = line.split('\t');
    if (kind === 'service') services.push(name);
    if (kind !== 'class' || /(^|\/)(module|package)-info\.class$/.test(name)) continue;
    const type = name.slice(0, -'.class'.length).replaceAll('/', '.');
    if (artifacts.has(type)) duplicates.push(`${type} in ${artifacts.get(type) ?? ''} and ${basename(jar)}`);
    artifacts.set(type, artifactOf(jar));
    newest = Math.max(newest, Number(version));
  }
  return { artifacts, services, duplicates, newest };
}

function readEdges(lines: readonly string[]): Pick<ClassReferences, 'references' | 'missing'> {
  const references = new Map<string, string[]>();
  const missing = new Set<string>();
  for (const line of lines) {
    const [, from, to, where] = /^ {3}(\S+)\s+-> (\S+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (!from || !to) continue;
    const list = references.get(from);
    if (list) list.push(to);
    else references.set(from, [to]);
    if (where === 'not found') missing.add(to);
  }
  return { references, missing };
}

/** All classes that can be reached from some by references. */
export function reachableFrom(roots: Iterable<string>, { references }: ClassReferences): Set<string> {
  const reached = new Set(roots);
  for (const type of reached) for (const next of references.get(type) ?? []) reached.add(next);
  return reached;
}

export interface MissingReference {
  readonly artifact: string;
  readonly from: string;
  readonly to: string;
}

/** The references of some classes that lead to no class. */
export function missingFrom(
  types: Iterable<string>,
  { references, missing, artifacts }: ClassReferences,
): MissingReference[] {
  return [...types].flatMap((from) =>
    (references.get(from) ?? [])
      .filter((to) => missing.has(to))
      .map((to) => ({ artifact: artifacts.get(from) ?? 'none', from, to })),
  );
}
