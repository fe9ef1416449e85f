import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The `type` of the package that a file belongs to, as node reads it: of the nearest package.json. */
export function packageType(path: string): 'module' | 'commonjs' | undefined {
  const type = typeIn(dirname(path));
  return type === 'module' || type === 'commonjs' ? type : undefined;
}

function typeIn(folder: string): unknown {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest !== undefined) return manifest['type'];
  const parent = dirname(folder);
  return parent === folder ? undefined : typeIn(parent);
}

function readManifest(file: string): Readonly<Record<string, unknown>> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
