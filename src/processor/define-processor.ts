import type {
  InitializeInput,
  LeaseLostInput,
  ProcessorSource,
  ProcessRecordsInput,
  RecordProcessor,
  Shard,
  ShardEndedInput,
  ShutdownRequestedInput,
} from './record-processor.js';

type Awaitable = void | PromiseLike<void>;

/** A processor whose methods are given what `state` made for their shard. Otherwise as a `RecordProcessor`. */
export interface StatefulProcessor<State> {
  /** Makes the state of one shard. May be async. */
  readonly state: (shard: Shard) => State | PromiseLike<State>;
  initialize?(input: InitializeInput & WithState<State>): Awaitable;
  processRecords(input: ProcessRecordsInput & WithState<State>): Awaitable;
  leaseLost?(input: LeaseLostInput & WithState<State>): Awaitable;
  shardEnded?(input: ShardEndedInput & WithState<State>): Awaitable;
  shutdownRequested?(input: ShutdownRequestedInput & WithState<State>): Awaitable;
  onDisconnect?(input: WithState<State>): Awaitable;
  /** @default true */
  readonly checkpointAtShardEnd?: boolean;
}

/** What the methods of a `StatefulProcessor` are given besides. */
export interface WithState<State> {
  /** That of the shard, and the same for each call. */
  readonly state: State;
}

/**
 * Gives a processor whose methods share a state its types. Each shard has a state of its own:
 *
 *     export default defineProcessor({
 *       state: () => ({ count: 0 }),
 *       processRecords({ records, state }) { state.count += records.length; },
 *     });
 */
export function defineProcessor<State>(
  processor: StatefulProcessor<State>,
): (shard: Shard) => Promise<RecordProcessor>;
/**
 * Gives a processor written as an object or a function its types, without a class:
 *
 *     export default defineProcessor({
 *       async processRecords({ records, checkpointer }) { … },
 *     });
 *     export default defineProcessor(({ shardId }) => ({ processRecords({ records }) { … } }));
 *
 * The function is called once a shard; the object is one for all shards of its process.
 */
export function defineProcessor<Source extends ProcessorSource>(processor: Source): Source;
export function defineProcessor<State>(
  processor: StatefulProcessor<State> | ProcessorSource,
): ((shard: Shard) => Promise<RecordProcessor>) | ProcessorSource {
  return 'state' in processor && typeof processor.state === 'function' && 'processRecords' in processor
    ? async (shard) => bind(processor, await processor.state(shard))
    : (processor as ProcessorSource);
}

const methods = ['initialize', 'leaseLost', 'shardEnded', 'shutdownRequested', 'onDisconnect'] as const;

function bind<State>(processor: StatefulProcessor<State>, state: State): RecordProcessor {
  // the input is made for the call, and what is made only when it is read stays so
  const withState = <Input extends object>(input: Input): Input & WithState<State> =>
    Object.assign(input, { state });
  const bound: Record<string, unknown> = {};
  for (const method of methods) {
    if (processor[method] === undefined) continue;
    bound[method] = (input: object = {}) => processor[method]?.(withState(input) as never);
  }
  return {
    ...bound,
    processRecords: (input) => processor.processRecords(withState(input)),
    checkpointAtShardEnd: processor.checkpointAtShardEnd ?? true,
  };
}
