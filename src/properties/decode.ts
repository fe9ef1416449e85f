import { Properties } from 'properties-file/parser';

export interface FileProperty {
  readonly key: string;
  readonly value: string;
  /** Where it starts, counted from 1. */
  readonly line: number;
}

/**
 * The entries of a properties file as `java.util.Properties.load(InputStream)` reads them: ISO-8859-1, escapes
 * resolved, the last of several entries with the same key. Throws an Error for a broken `\u` escape, as Java does.
 */
export function decodeProperties(bytes: Uint8Array): FileProperty[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const entries = new Map<string, FileProperty>();
  for (const node of new Properties(text).nodes) {
    if (node.type !== 'property') continue;
    entries.set(node.key, { key: node.key, value: node.value, line: node.startingLineNumber });
  }
  return [...entries.values()];
}
