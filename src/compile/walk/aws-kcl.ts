import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whether a file is what aws-kcl exports, under whatever path: its samples ask for the folder three above their own. */
export function isAwsKcl(path: string): boolean {
  if (basename(path) !== 'index.js') return false;
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(dirname(path), 'package.json'), 'utf8'));
    return (
      typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'aws-kcl'
    );
  } catch {
    return false;
  }
}
