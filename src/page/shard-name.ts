import { element } from './element.js';

/** A shard's id with what is the same in all of them held back, so that the eye finds the number. */
export function fullShardName(shardId: string): HTMLElement {
  const [, same = '', own = shardId] = /^(shardId-0*)(\d+)$/.exec(shardId) ?? [];
  return element('span', { class: 'shard' }, element('span', { class: 'same' }, same), own);
}

/** `shard 3` for shardId-000000000003, where there is no room for all of it. */
export function shortShardName(shardId: string): string {
  return shardId.replace(/^shardId-0*(\d+)$/, 'shard $1');
}
