import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where this package lies. Looked for and not counted from here: the build moves modules into bundles at other depths,
 * and the tests run them from src/.
 */
const root = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  const parent = dirname(folder);
  return existsSync(join(folder, 'jars.lock')) || parent === folder ? folder : findRoot(parent);
}

/** The absolute path of a file of this package, such as `dist/index.js`. The only way to name one. */
export function ownFile(path: string): string {
  return join(root, path);
}
