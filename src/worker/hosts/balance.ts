/** What a process has to do. */
export interface Load {
  /** How many shards it serves. */
  readonly shards: number;
  /** Of records, on average of the last seconds. */
  readonly bytesPerSecond: number;
}

/**
 * Which process is to serve another shard: the one with the fewest, of several with as many the one with the least to read.
 * A new one, undefined, as long as there may be more of them and all have a shard already.
 */
export function chooseHost<Host extends Load>(hosts: readonly Host[], most: number): Host | undefined {
  const [least] = [...hosts].sort((a, b) => a.shards - b.shards || a.bytesPerSecond - b.bytesPerSecond);
  return least && (least.shards === 0 || hosts.length >= most) ? least : undefined;
}
