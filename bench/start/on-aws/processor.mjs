import { appendFileSync } from 'node:fs';

let shard;
export default {
  initialize: (context) => void (shard = context.shardId),
  async processRecords({ records, checkpointer }) {
    if (records.length === 0) return;
    appendFileSync(process.env.BENCH_READS, `${Date.now()} ${process.env.BENCH_WORKER} ${shard}\n`);
    await checkpointer.checkpoint();
  },
};
