import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { placeOf, type MissingModule } from './missing-modules.js';

/**
 * The import that node did not find when it loaded a processor, with its place: JavaScript is loaded without having been
 * looked through, and a call of `require` is found by nobody else.
 *
 * Undefined if the message is about something else, or the place cannot be told.
 */
export function missingAsNodeSays(message: string): MissingModule | undefined {
  const [, name, importer] = notFound.exec(message) ?? [];
  if (name === undefined || importer === undefined) return undefined;
  const source = textOf(importer);
  for (const specifier of isAbsolute(name) ? [name, ...relatives(dirname(importer), name)] : [name]) {
    for (const quote of ["'", '"', '`']) {
      const index = source.indexOf(`${quote}${specifier}${quote}`);
      if (index >= 0) return { specifier, importer, ...placeOf(source, index) };
    }
  }
  return undefined;
}

/** Of node's resolvers (lib/internal/modules/esm/resolve.js, cjs/loader.js), alike in 20 to 24. */
const notFound = /^Cannot find (?:module|package) '(.+?)'(?: imported from |\nRequire stack:\n- )(.+)$/m;

/** Node has the path that an import leads to; its source has `./words.js` or `../words.js`. */
function relatives(folder: string, path: string): string[] {
  const way = relative(folder, path).replaceAll('\\', '/');
  return [way, `./${way}`];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
