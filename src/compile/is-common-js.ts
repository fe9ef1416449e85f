import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

/** Whether node loads a package's file with require: by its extension, else by the nearest package.json. */
export async function isCommonJs(path: string): Promise<boolean> {
  const extension = extname(path);
  if (extension !== '.js') return extension !== '.mjs';
  return (await typeOf(dirname(path))) !== 'module';
}

async function typeOf(folder: string): Promise<unknown> {
  const manifest = await readManifest(join(folder, 'package.json'));
  if (manifest !== undefined) return manifest['type'];
  const parent = dirname(folder);
  return parent === folder ? undefined : typeOf(parent);
}

async function readManifest(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
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
