import { Option } from 'commander';

/** For a command that looks at all shards unless some are named. */
export function shardOption(): Option {
  return new Option('--shard <id>', 'only this shard (repeatable)')
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'all');
}
