/** How an attempt ended that did not end with the whole file. */
export interface Setback {
  readonly reason: string;
  /** Whether the same repository may do better. */
  readonly retry: boolean;
  /** What the server asked for by Retry-After. */
  readonly waitMillis?: number;
  /** The bytes are not those of the jar. */
  readonly wrongContent?: boolean;
  /** It is the server that fails, whatever it is asked for. */
  readonly outOfReach?: boolean;
}
