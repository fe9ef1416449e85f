/** What rates are taken over. */
const RATE_MS = 5000;
const TREND_SECONDS = 60;

interface Point {
  readonly at: number;
  readonly records: number;
  readonly bytes: number;
  readonly behind: number | null;
}

export interface CourseNow {
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Milliseconds behind the latest record, one a second, the newest last. */
  readonly trend: readonly (number | null)[];
}

/** How a shard went in the last minute. Times are in milliseconds since 1970. */
export class Course {
  #points: readonly Point[];

  constructor(at: number) {
    this.#points = [{ at, records: 0, bytes: 0, behind: null }];
  }

  /** What was handled since the call before, and how far behind it is now. */
  add(at: number, more: { readonly records: number; readonly bytes: number }, behind: number | null): void {
    const last = this.#points.at(-1);
    const { records = 0, bytes = 0 } = last ?? {};
    const isOld = (point: Point): boolean => at - point.at > TREND_SECONDS * 1000;
    const firstKept = this.#points.findLastIndex(isOld);
    this.#points = [
      ...this.#points.slice(Math.max(0, firstKept)),
      { at, records: records + more.records, bytes: bytes + more.bytes, behind },
    ];
  }

  at(now: number): CourseNow {
    const last = this.#points.at(-1);
    const before = this.#points.findLast(({ at }) => now - at >= RATE_MS) ?? this.#points[0];
    // A report stands for what was handled until it came, so what nothing came after is divided by the whole time.
    const seconds = Math.max(1, (now - (before?.at ?? now)) / 1000);
    const perSecond = (of: (point: Point) => number): number =>
      last && before ? (of(last) - of(before)) / Math.min(seconds, RATE_MS / 1000) : 0;
    return {
      recordsPerSecond: perSecond(({ records }) => records),
      bytesPerSecond: perSecond(({ bytes }) => bytes),
      trend: this.#trend(now),
    };
  }

  #trend(now: number): (number | null)[] {
    const trend: (number | null)[] = [];
    let place = 0;
    let behind: number | null = null;
    for (let second = TREND_SECONDS - 1; second >= 0; second--) {
      const until = now - second * 1000;
      for (let point = this.#points[place]; point && point.at <= until; point = this.#points[++place]) {
        behind = point.behind;
      }
      trend.push(behind);
    }
    return trend;
  }
}
