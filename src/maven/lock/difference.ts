import { parseCoordinates } from '../coordinates.js';
import { nameOf } from './closure-rules.js';
import { formatLockFile, type LockedJar, type LockFile } from './lock-file.js';

/** What changes from one lock file to another, one line each: `-` only before, `+` only after, `~` changed. */
export function lockDifference(before: LockFile, after: LockFile): string[] {
  const lines: string[] = [];
  if (before.kcl !== after.kcl) lines.push(`~ kcl ${before.kcl} -> ${after.kcl}`);
  if (before.client !== after.client)
    lines.push(`~ client ${before.client ?? 'none'} -> ${after.client ?? 'none'}`);
  for (const key of ['overrides', 'additions'] as const) {
    const [left, right] = [before[key].join(' '), after[key].join(' ')];
    if (left !== right) lines.push(`~ ${key} ${left || 'none'} -> ${right || 'none'}`);
  }
  for (const group of ['daemon', 'tools'] as const) {
    lines.push(...jarDifference(before.groups[group], after.groups[group]));
  }
  if (lines.length === 0 && formatLockFile(before) !== formatLockFile(after)) {
    lines.push('~ the order of the jars');
  }
  return lines;
}

function jarDifference(before: readonly LockedJar[], after: readonly LockedJar[]): string[] {
  const left = byArtifact(before);
  const right = byArtifact(after);
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((name) => {
    const [old, now] = [left.get(name), right.get(name)];
    if (!old) return now ? [`+ ${now.coordinates}`] : [];
    if (!now) return [`- ${old.coordinates}`];
    if (old.coordinates !== now.coordinates) return [`~ ${old.coordinates} -> ${now.coordinates}`];
    return changedFields(old, now).map((field) => `~ ${old.coordinates} ${field}`);
  });
}

function changedFields(old: LockedJar, now: LockedJar): string[] {
  return (['path', 'size', 'sha256', 'licence'] as const)
    .filter((field) => old[field] !== now[field])
    .map((field) => `${field} ${old[field] ?? 'none'} -> ${now[field] ?? 'none'}`);
}

function byArtifact(jars: readonly LockedJar[]): Map<string, LockedJar> {
  return new Map(
    jars.map((jar) => {
      const coordinates = parseCoordinates(jar.coordinates);
      return [coordinates ? `${nameOf(coordinates)}:${coordinates.classifier ?? ''}` : jar.coordinates, jar];
    }),
  );
}
