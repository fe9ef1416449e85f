/** ASCII's record separator: no logger starts a line with it. */
const separator = '\x1e';

/** A report as a line of stderr, its end included. */
export function markLine(secret: string, report: string): string {
  return `${separator}${secret}${report}\n`;
}

/**
 * Takes a line of stderr apart. `text` is what the processor itself wrote: the whole line, or what it left unfinished
 * before a report.
 */
export function readMarkedLine(secret: string, line: string): { text: string; report?: string } {
  const mark = `${separator}${secret}`;
  const at = line.indexOf(mark);
  return at === -1 ? { text: line } : { text: line.slice(0, at), report: line.slice(at + mark.length) };
}
