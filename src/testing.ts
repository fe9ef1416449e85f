/** For tests of a processor: one shard's life, without Java and AWS. */
export type { InjectedEvent, Injection } from './processor/simulation/injection.js';
export type { Checkpoint, CheckpointAttempt } from './processor/simulation/lease.js';
export type { SimulatedRecord } from './processor/simulation/shard-records.js';
export {
  simulateShard,
  type ShardSimulation,
  type SimulateShardOptions,
} from './processor/simulation/simulate-shard.js';
