import { escapeKey, escapeValue } from 'properties-file/escape';

/**
 * The text of a properties file that `java.util.Properties.load(InputStream)` reads back as exactly these entries,
 * in their order. It is pure ASCII, which is the same in ISO-8859-1: everything else is a `\uXXXX` escape.
 */
export function encodeProperties(properties: ReadonlyMap<string, string>): string {
  return [...properties]
    .map(([key, value]) => `${escapeKey(key, true)}=${escapeValue(value, true)}\n`)
    .join('');
}
