/** Time that passes only when everybody waits for it: the same seed gives the same run. */
export class VirtualTime {
  now = 0;
  readonly #timers: { readonly atMs: number; readonly order: number; readonly wake: () => void }[] = [];
  #order = 0;

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#timers.push({ atMs: this.now + Math.max(0, ms), order: this.#order++, wake });
    });
  }

  /** Lets everything happen that is due up to then. */
  async runUntil(endMs: number): Promise<void> {
    for (;;) {
      await settled();
      const next = this.#takeNext(endMs);
      if (next === undefined) break;
      this.now = Math.max(this.now, next.atMs);
      next.wake();
    }
    this.now = endMs;
  }

  #takeNext(endMs: number): { readonly atMs: number; readonly wake: () => void } | undefined {
    let first = -1;
    for (const [index, timer] of this.#timers.entries()) {
      const best = this.#timers[first];
      if (
        best === undefined ||
        timer.atMs < best.atMs ||
        (timer.atMs === best.atMs && timer.order < best.order)
      )
        first = index;
    }
    const timer = this.#timers[first];
    if (timer === undefined || timer.atMs > endMs) return undefined;
    this.#timers.splice(first, 1);
    return timer;
  }
}

/** When every promise that can go on without a timer has. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
