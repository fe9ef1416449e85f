/** Tells of a method that does not settle. One timer for all calls: to set it again is cheaper than a new one. */
export class MethodTimer {
  readonly #everyMs: number;
  readonly #onLate: (method: string, seconds: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: { readonly method: string; readonly since: number } | undefined;

  constructor(everyMs: number, onLate: (method: string, seconds: number) => void) {
    this.#everyMs = everyMs;
    this.#onLate = onLate;
  }

  start(method: string): void {
    this.#running = { method, since: Date.now() };
    this.#timer ??= setTimeout(() => this.#fire(), this.#everyMs).unref();
    this.#timer.refresh();
  }

  stop(): void {
    this.#running = undefined;
  }

  #fire(): void {
    if (this.#running === undefined) return;
    const { method, since } = this.#running;
    this.#onLate(method, Math.round((Date.now() - since) / 1000));
    this.#timer?.refresh();
  }
}

/** A processor took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(limitMs: number) {
    super(`it did not finish within ${limitMs / 1000} s`);
  }
}

/** Tells of a processor that takes longer than it may; undefined where it may take as long as it likes. */
export function callLimit(
  limitMs: number | undefined,
  onLate: (error: TimeoutError) => void,
): MethodTimer | undefined {
  return limitMs === undefined
    ? undefined
    : new MethodTimer(limitMs, () => onLate(new TimeoutError(limitMs)));
}
