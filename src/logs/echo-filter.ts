/**
 * Drops the second copy of a processor's output. The daemon writes each stderr line of a child twice: into its log
 * and, right after, raw on java's stderr (DrainChildSTDERRTask, KCL 3.1.3). The log has the shard, so the raw copy
 * goes; what is left on java's stderr is the JVM's own. The two arrive over two pipes, in either order, so a raw
 * line waits a moment for its twin.
 */
export interface EchoFilter {
  /** A processor's line was seen in the log. */
  logged(line: string): void;
  /** A line was seen on java's stderr. */
  raw(line: string): void;
  /** Java has ended: what still waits was its own. */
  flush(): void;
}

const PATIENCE_MS = 1000;

export function createEchoFilter(onOwnLine: (line: string) => void): EchoFilter {
  const expected = new Map<string, number>();
  const waiting = new Set<{ readonly line: string; readonly timer: NodeJS.Timeout }>();

  return {
    logged(line) {
      for (const entry of waiting) {
        if (entry.line !== line) continue;
        clearTimeout(entry.timer);
        waiting.delete(entry);
        return;
      }
      expected.set(line, (expected.get(line) ?? 0) + 1);
    },
    raw(line) {
      const copies = expected.get(line);
      if (copies !== undefined) {
        if (copies > 1) expected.set(line, copies - 1);
        else expected.delete(line);
        return;
      }
      const entry = { line, timer: setTimeout(release, PATIENCE_MS) };
      waiting.add(entry);

      function release(): void {
        waiting.delete(entry);
        onOwnLine(line);
      }
    },
    flush() {
      for (const { line, timer } of waiting) {
        clearTimeout(timer);
        onOwnLine(line);
      }
      waiting.clear();
    },
  };
}
