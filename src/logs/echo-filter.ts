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
  /** Its place among all lines. */
  readonly place: number;
  readonly timer: NodeJS.Timeout;
}

const PATIENCE_MS = 1000;

/** The copies of a very long line are cut at different places, for one of them is quoted. */
const KEY_LENGTH = 4096;

export function createEchoFilter(onOwnLine: (line: string) => void, log: LogPosition): EchoFilter {
  const expected = new Map<string, number>();
  /** By their keys, each list with its oldest first: thousands may wait while the log is behind. */
  const waiting = new Map<string, WaitingLine[]>();
  let lines = 0;
  const take = (key: string): WaitingLine | undefined => {
    const twins = waiting.get(key);
    const oldest = twins?.shift();
    if (twins?.length === 0) waiting.delete(key);
    return oldest;
  };

  return {
    logged(line) {
      const key = keyOf(line);
      const twin = take(key);
      if (twin) clearTimeout(twin.timer);
      else expected.set(key, (expected.get(key) ?? 0) + 1);
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
      const timer = setTimeout(() => setImmediate(release), PATIENCE_MS);
      const twins = waiting.get(key);
      const entry = { line, place: lines++, timer };
      if (twins) twins.push(entry);
      else waiting.set(key, [entry]);

      function release(): void {
        // of equal lines the oldest is taken first, so this one is gone or the oldest
        if (waiting.get(key)?.[0] !== entry) return;
        if (log.isBehind(seenAt)) {
          timer.refresh();
          return;
        }
        take(key);
        onOwnLine(line);
      }
    },
    flush() {
      const left = [...waiting.values()].flat().sort((a, b) => a.place - b.place);
      waiting.clear();
      for (const { line, timer } of left) {
        clearTimeout(timer);
        onOwnLine(line);
      }
    },
  };
}

function keyOf(line: string): string {
  return line.length > KEY_LENGTH ? line.slice(0, KEY_LENGTH) : line;
}
