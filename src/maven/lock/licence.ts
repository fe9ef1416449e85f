import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCoordinates, repositoryPath, type Coordinates } from '../coordinates.js';

/** Names in POMs whose SPDX identifier is beyond doubt. */
const spdx: Readonly<Record<string, string>> = {
  'apache 2': 'Apache-2.0',
  'apache 2.0': 'Apache-2.0',
  'apache license 2.0': 'Apache-2.0',
  'apache license version 2.0': 'Apache-2.0',
  'apache software license version 2.0': 'Apache-2.0',
  'bsd 3-clause license': 'BSD-3-Clause',
  'eclipse public license v 1.0': 'EPL-1.0',
  'eclipse public license v 2.0': 'EPL-2.0',
  cc0: 'CC0-1.0',
  'mit license': 'MIT',
};

/** Deep enough for every parent chain on Maven Central, and an end for one that goes in a circle. */
const MAX_PARENTS = 10;

/**
 * What a jar's POM, or the nearest parent that says so, names as its licence: an SPDX identifier where the name has
 * one, several joined by ` OR `. Undefined if no POM of the chain names one or is in the repository's folder.
 */
export async function licenceOf(
  coordinates: Coordinates,
  localRepository: string,
): Promise<string | undefined> {
  let pom: Coordinates | undefined = coordinates;
  for (let depth = 0; pom && depth < MAX_PARENTS; depth++) {
    const text: string = await readFile(join(localRepository, repositoryPath(pom, 'pom')), 'utf8').catch(
      () => '',
    );
    const project = text.replace(/<!--[\s\S]*?-->/g, '');
    const licences = inside(project, 'licenses');
    if (licences !== undefined) return namesOf(licences);
    pom = parentOf(project);
  }
  return undefined;
}

function namesOf(licences: string): string | undefined {
  const names = [...licences.matchAll(/<name>\s*([^<]*?)\s*<\/name>/g)].map(([, name = '']) =>
    identify(name),
  );
  return names.length > 0 ? names.join(' OR ') : undefined;
}

function identify(name: string): string {
  const key = name
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/ - |, | {2,}/g, ' ');
  return spdx[key] ?? name;
}

function parentOf(project: string): Coordinates | undefined {
  const parent = inside(project, 'parent');
  if (parent === undefined) return undefined;
  return parseCoordinates(
    ['groupId', 'artifactId', 'version'].map((name) => inside(parent, name)?.trim() ?? '').join(':'),
  );
}

/** The content of the first element of that name. POMs are flat enough for the few that are read here. */
function inside(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1];
}
