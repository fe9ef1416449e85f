/** For tests of a processor: one shard's life, without Java and AWS. */
export type { ErrorPolicy } from './child/options.js';
export type { InjectedEvent, Injection } from './simulation/injection.js';
export type { Checkpoint, CheckpointAttempt } from './simulation/lease.js';
export type { SimulatedRecord } from './simulation/shard-records.js';
export {
  simulateShard,
  type ShardSimulation,
  type SimulateShardOptions,
} from './simulation/simulate-shard.js';
