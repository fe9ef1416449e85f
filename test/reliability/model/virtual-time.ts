/** Time that passes only when everybody waits for it: the same seed gives the same run. */
export class VirtualTime {
  now = 0;
  /** The next one comes last. */
  readonly #timers: Timer[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const atMs = this.now + Math.max(0, ms);
      let [low, high] = [0, this.#timers.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((this.#timers[middle]?.atMs ?? 0) > atMs) low = middle + 1;
        else high = middle;
      }
      this.#timers.splice(low, 0, { atMs, wake });
    });
  }

  /** Lets everything happen that is due up to then. */
  async runUntil(endMs: number): Promise<void> {
    for (;;) {
      await settled();
      const next = this.#timers.at(-1);
      if (next === undefined || next.atMs > endMs) break;
      this.#timers.pop();
      this.now = Math.max(this.now, next.atMs);
      next.wake();
    }
    this.now = Math.max(this.now, endMs);
  }
}

interface Timer {
  readonly atMs: number;
  readonly wake: () => void;
}

/** When every promise that can go on without a timer has. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
