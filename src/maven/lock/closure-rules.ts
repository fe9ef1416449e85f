import { formatCoordinates, type Coordinates } from '../coordinates.js';
import { additions, exclusions, patches } from './selection.js';
import { compareVersions } from './version-order.js';

/** What a project asks for beside kcl-ts's own rules. */
export interface ProjectChoices {
  /** Another version of a jar of the closure. */
  readonly overrides: readonly Coordinates[];
  /** A jar more, with what it needs; also brings back one that the rules exclude. */
  readonly additions: readonly Coordinates[];
}

/** What goes before the versions that the POMs name. */
export interface ClosureChoices extends ProjectChoices {
  /** Jars of the known closure that are in another version than the daemon's POMs name. */
  readonly moved?: readonly Coordinates[];
}

export interface Root extends Coordinates {
  /** Without what it depends on. */
  readonly alone?: true;
}

/** What Maven is asked to resolve. */
export interface ClosureRequest {
  readonly roots: readonly Root[];
  /** Versions that go before those the POMs name. */
  readonly managed: readonly Coordinates[];
  /** `group:artifact`, with `*` for any. */
  readonly excluded: readonly string[];
}

/** Applies the rules of selection.ts and the project's choices to a known closure. */
export function closureRequest(
  daemon: Coordinates,
  published: readonly Coordinates[],
  choices: ClosureChoices,
): ClosureRequest {
  const versions = new Map(published.map((one) => [nameOf(one), one.version]));
  const applies = ({ unless }: { readonly unless?: string }): boolean =>
    unless === undefined || !versions.has(unless);
  const added = additions.filter(applies).flatMap(({ artifact, versionOf, alone }): Root[] => {
    const version = versions.get(versionOf);
    const [group = '', name = ''] = artifact.split(':');
    return version === undefined ? [] : [{ group, artifact: name, version, ...(alone && { alone }) }];
  });
  const chosen = new Map(choices.overrides.map((one) => [nameOf(one), one]));
  const extra = choices.additions.filter((one) => !chosen.has(nameOf(one)));
  const own = added.filter((one) => !extra.some((other) => nameOf(other) === nameOf(one)));
  const managed = new Map([...(choices.moved ?? []), ...patched(published)].map((one) => [nameOf(one), one]));
  return {
    roots: [daemon, ...own, ...extra].map((one) => chosen.get(nameOf(one)) ?? one),
    managed: [...[...managed.values()].filter((one) => !chosen.has(nameOf(one))), ...chosen.values()],
    excluded: exclusions.filter(applies).map(({ artifact }) => artifact),
  };
}

/** The jars whose version a rule of selection.ts moves, with the version it moves them to. */
export function patched(jars: readonly Coordinates[]): Coordinates[] {
  return jars.flatMap((jar) => {
    const patch = patches.find(
      ({ artifact, line, version }) =>
        matches(artifact, jar) && jar.version.startsWith(line) && compareVersions(jar.version, version) < 0,
    );
    return patch ? [{ ...jar, version: patch.version }] : [];
  });
}

/** Whether a rule's `group:artifact`, which may end with `*`, names the jar. */
function matches(rule: string, jar: Coordinates): boolean {
  const name = nameOf(jar);
  return rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule;
}

/** `group:artifact` */
export function nameOf({ group, artifact }: Coordinates): string {
  return `${group}:${artifact}`;
}

/** By group and artifact: the lock's order, so that a change of one jar changes one place of the file. */
export function byName(a: Coordinates, b: Coordinates): number {
  const [left, right] = [formatCoordinates(a), formatCoordinates(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
