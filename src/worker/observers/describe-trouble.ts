import type { TroubleKind } from './trouble-kind.js';

export interface TroubleCount {
  readonly count: number;
  /** The time in which it was met with so often. */
  readonly seconds: number;
  readonly shards: readonly string[];
  /** Whether any of the shards made progress in that time. */
  readonly progressed: boolean;
}

/** The line for all errors of a kind since it was last spoken of. */
export function describeTrouble(
  { text, stopsReading, cause }: Pick<TroubleKind, 'text' | 'stopsReading' | 'cause'>,
  { count, seconds, shards, progressed }: TroubleCount,
): string {
  const errors = `${count} ${count === 1 ? 'error' : 'errors'}`;
  // One error in ten seconds may leave time to read in between; a refusal that passes by itself does, too.
  const nothingRead = stopsReading && !progressed && count >= seconds / 10 && cause?.endsARun !== false;
  if (!nothingRead) {
    return `${errors} in ${seconds} s${shards.length > 0 ? `, of ${nameShards(shards)}` : ''}: ${text}`;
  }
  const has = shards.length > 1 ? 'have' : 'has';
  return shards.length === 0
    ? `for ${seconds} s a shard could not be started, because ${text} (${errors})`
    : `for ${seconds} s ${nameShards(shards)} ${has} not been read, because ${text} (${errors})`;
}

const NAMED = 3;

function nameShards(shards: readonly string[]): string {
  const names = [...shards].sort();
  if (names.length <= NAMED) return names.join(' and ').replace(/ and (?=.* and )/g, ', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} other shards`;
}
