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
  for (const node of new Properties(withoutEmptyContinuations(text)).nodes) {
    if (node.type !== 'property') continue;
    entries.set(node.key, { key: node.key, value: node.value, line: node.startingLineNumber });
  }
  return [...entries.values()];
}

/**
 * Empties lines that hold nothing but the backslash of a continuation. To Java they are no beginning of an entry, and
 * the line after them may be a comment; the parser would take it for a key.
 */
function withoutEmptyContinuations(text: string): string {
  let isContinued = false;
  return text.replace(/([^\r\n]*)(\r\n|\r|\n)/g, (whole, line: string, end: string, at: number) => {
    // At the very end Java has already decided for an entry when it sees that a single \r or \n was the last.
    const isLast = at + whole.length === text.length && end.length === 1;
    if (!isContinued && !isLast && /^[ \t\f]*\\$/.test(line)) return end;
    const isComment = !isContinued && /^[ \t\f]*[#!]/.test(line);
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    isContinued = !isComment && backslashes % 2 === 1;
    return whole;
  });
}
