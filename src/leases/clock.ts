/** Where the time comes from. */
export interface Clock {
  /** Milliseconds by a clock that only goes forward. */
  now(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
}

export const systemClock: Clock = { now: () => performance.now(), wallClock: () => Date.now() };
