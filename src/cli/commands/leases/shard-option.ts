import { Option } from 'commander';

export function shardOption(): Option {
  return new Option('--shard <id>', 'only this shard (repeatable)')
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'all');
}
