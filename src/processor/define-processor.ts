import type { ProcessorSource } from './record-processor.js';

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
export function defineProcessor<Source extends ProcessorSource>(processor: Source): Source {
  return processor;
}
