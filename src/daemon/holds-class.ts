import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a jar or a folder of the class path has a class. A jar's table of contents has its names as they are.
 *
 * @param name such as `software.amazon.kinesis.Foo$Bar`
 */
export function holdsClass(entry: string, name: string): boolean {
  const file = `${name.replaceAll('.', '/')}.class`;
  return statSync(entry).isDirectory() ? existsSync(join(entry, file)) : readFileSync(entry).includes(file);
}
