/** Something that happens to a shard sooner or later, made to happen at a chosen batch. */
export interface Injection {
  /** What happens. */
  readonly what: InjectedEvent;
  /**
   * The batch, an integer from 1.
   *
   * @default after the last one
   */
  readonly batch?: number;
}

/**
 * - `throttle`: DynamoDB refuses the first checkpoint of the batch; several throttles refuse several.
 * - `lease-lost`: another worker takes the shard during the batch.
 * - `shutdown`: the worker is stopped after the batch.
 * - `stop`: the worker is stopped in the middle of the batch. The processor's `signal` fires, and `shutdownRequested` comes
 *   once the processor is done with the batch or gives it up.
 * - `shard-end`: the shard was split or merged, and the batch is its last.
 */
export type InjectedEvent = 'throttle' | 'shutdown' | 'stop' | 'lease-lost' | 'shard-end';

export const injectedEvents: readonly InjectedEvent[] = [
  'throttle',
  'shutdown',
  'lease-lost',
  'shard-end',
  'stop',
];

/** Reads `throttle@3` or `shard-end`; undefined if the text is neither. */
export function parseInjection(text: string): Injection | undefined {
  const [name, at, ...rest] = text.split('@');
  const what = injectedEvents.find((event) => event === name);
  if (what === undefined || rest.length > 0) return undefined;
  if (at === undefined) return { what };
  return /^[1-9]\d{0,8}$/.test(at) ? { what, batch: Number(at) } : undefined;
}
