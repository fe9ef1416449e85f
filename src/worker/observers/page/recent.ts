/** Keeps the newest of what comes, and knows which of it is new since it was asked last. */
export class Recent<Item> {
  readonly #most: number;
  #kept: Item[] = [];
  #fresh = 0;

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  add(item: Item): void {
    this.#kept.push(item);
    this.#fresh++;
    // now and then, as cutting the front off costs as much as all that is kept
    if (this.#kept.length >= this.#most * 2) this.#kept = this.#kept.slice(-this.#most);
  }

  get all(): readonly Item[] {
    return this.#kept.slice(-this.#most);
  }

  /** What was added since the last call, the newest if that is more than is kept. */
  takeNew(): readonly Item[] {
    const fresh = Math.min(this.#fresh, this.#most);
    this.#fresh = 0;
    return fresh === 0 ? [] : this.#kept.slice(-fresh);
  }
}
