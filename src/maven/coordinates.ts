/** Names one jar of a Maven repository. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly classifier?: string;
}

/** Group, artifact, version and classifier become folders and file names: nothing that could leave a folder. */
const PART = /^(?!\.+$)[A-Za-z0-9_.+-]+$/;

/** Reads `group:artifact:version` or `group:artifact:jar:classifier:version`; undefined if it is neither. */
export function parseCoordinates(text: string): Coordinates | undefined {
  const parts = text.split(':');
  if (!parts.every((part) => PART.test(part))) return undefined;
  const [group, artifact, third, classifier, last] = parts;
  if (!group || !artifact || !third) return undefined;
  if (parts.length === 3) return { group, artifact, version: third };
  if (parts.length === 5 && third === 'jar' && classifier && last) {
    return { group, artifact, version: last, classifier };
  }
  return undefined;
}

/** The inverse of parseCoordinates. */
export function formatCoordinates({ group, artifact, version, classifier }: Coordinates): string {
  return [group, artifact, ...(classifier ? ['jar', classifier] : []), version].join(':');
}

/** The path of the jar, or of a file beside it, in a repository of Maven's default layout. */
export function repositoryPath(
  { group, artifact, version, classifier }: Coordinates,
  extension: 'jar' | 'pom' = 'jar',
): string {
  const name = [artifact, version, ...(classifier && extension === 'jar' ? [classifier] : [])].join('-');
  return `${group.replaceAll('.', '/')}/${artifact}/${version}/${name}.${extension}`;
}
