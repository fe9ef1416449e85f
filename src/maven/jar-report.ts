import { jarFile, type JarStore } from './cache/jar-store.js';
import { parseCoordinates } from './coordinates.js';
import type { LockedJar } from './lock/lock-file.js';

/** One jar for a software bill of materials. */
export interface ReportedJar extends LockedJar {
  /** As https://github.com/package-url names it. */
  readonly purl: string;
  /** Where it lies, or will lie. */
  readonly file: string;
}

/** What `fetch-jars --json` prints. */
export function reportJars(jars: readonly LockedJar[], store: JarStore): ReportedJar[] {
  return jars.map((jar) => ({ ...jar, purl: packageUrl(jar), file: jarFile(store, jar) }));
}

/** What `fetch-jars --list` prints: a line for each jar, and the total. */
export function listJars(jars: readonly LockedJar[]): string {
  const rows = [
    ...jars.map(({ coordinates, size, licence }) => [coordinates, kilobytes(size), licence ?? 'not stated']),
    [`${jars.length} jars`, kilobytes(jars.reduce((sum, { size }) => sum + size, 0)), ''],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name = '', size = '', licence = '']) =>
      `${name.padEnd(widths[0] ?? 0)}  ${size.padStart(widths[1] ?? 0)}  ${licence}`.trimEnd(),
    )
    .join('\n');
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

function packageUrl({ coordinates }: LockedJar): string {
  const { group = '', artifact = '', version = '', classifier } = parseCoordinates(coordinates) ?? {};
  const path = [group, artifact].map(encodeURIComponent).join('/');
  return `pkg:maven/${path}@${encodeURIComponent(version)}${classifier ? `?classifier=${classifier}` : ''}`;
}
