/**
 * Drops the second copy of a processor's output. The daemon writes each stderr line of a child twice: into its log
 * and, right after, raw on java's stderr (DrainChildSTDERRTask, KCL 3.1.3). The log has the shard, so the raw copy
 * goes; what is left on java's stderr is the JVM's own. The two arrive over two pipes, in either order, so a raw
 * line waits for its twin: a moment, and as long as the log is not read up to it. A line of a processor that passed
 * for one of the JVM could say that java is out of memory.
 */
export interface EchoFilter {
  /** A processor's line was seen in the log. */
  logged(line: string): void;
  /** A line was seen on java's stderr. */
  raw(line: string): void;
  /** Java has ended: what still waits was its own. */
  flush(): void;
}

/** How far the daemon's log is read. */
export interface LogPosition {
  /** A mark for what java has written until now. */
  mark(): number;
  /** Whether something of that may still be unread. */
  isBehind(mark: number): boolean;
}

interface WaitingLine {
  readonly line: string;
  readonly key: string;
  readonly timer: NodeJS.Timeout;
}

const PATIENCE_MS = 1000;

/** The copies of a very long line are cut at different places, for one of them is quoted. */
const KEY_LENGTH = 4096;

export function createEchoFilter(onOwnLine: (line: string) => void, log: LogPosition): EchoFilter {
  const expected = new Map<string, number>();
  const waiting = new Set<WaitingLine>();

  return {
    logged(line) {
      const key = keyOf(line);
      for (const entry of waiting) {
        if (entry.key !== key) continue;
        clearTimeout(entry.timer);
        waiting.delete(entry);
        return;
      }
      expected.set(key, (expected.get(key) ?? 0) + 1);
    },
    raw(line) {
      const key = keyOf(line);
      const copies = expected.get(key);
      if (copies !== undefined) {
        if (copies > 1) expected.set(key, copies - 1);
        else expected.delete(key);
        return;
      }
      const seenAt = log.mark();
      // setImmediate: after whatever has arrived while this process was busy
      const entry = { line, key, timer: setTimeout(() => setImmediate(release), PATIENCE_MS) };
      waiting.add(entry);

      function release(): void {
        if (!waiting.has(entry)) return;
        if (log.isBehind(seenAt)) {
          entry.timer.refresh();
          return;
        }
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

function keyOf(line: string): string {
  return line.length > KEY_LENGTH ? line.slice(0, KEY_LENGTH) : line;
}
