/** Warns about a method that does not settle. One timer for all calls: to set it again is cheaper than a new one. */
export class Watchdog {
  readonly #everyMs: number;
  readonly #onLate: (method: string, seconds: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #watched: { method: string; since: number } | undefined;

  constructor(everyMs: number, onLate: (method: string, seconds: number) => void) {
    this.#everyMs = everyMs;
    this.#onLate = onLate;
  }

  start(method: string): void {
    this.#watched = { method, since: Date.now() };
    this.#timer ??= setTimeout(() => this.#fire(), this.#everyMs).unref();
    this.#timer.refresh();
  }

  stop(): void {
    this.#watched = undefined;
  }

  #fire(): void {
    if (this.#watched === undefined) return;
    const { method, since } = this.#watched;
    this.#onLate(method, Math.round((Date.now() - since) / 1000));
    this.#timer?.refresh();
  }
}
