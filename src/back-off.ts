export interface BackOff {
  /** Milliseconds after the first failure; doubled with each further one. */
  readonly firstMs: number;
  /** It never gets longer than this many milliseconds. No limit unless set. */
  readonly longestMs?: number;
  /** How much of it is random, from 0 to 1, so that many clients do not come back at one moment. Default 0.5. */
  readonly jitter?: number;
  /** From 0 to 1, for tests. Default Math.random. */
  readonly random?: () => number;
}

/** Milliseconds to wait after so many failures in a row, counted from 1. */
export function backOffMs(
  { firstMs, longestMs = Infinity, jitter = 0.5, random = Math.random }: BackOff,
  failures: number,
): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (1 - jitter * random());
}
