const { appendFileSync } = require('node:fs');
const process = require('node:process');
const kcl = require('aws-kcl');

let shard;
kcl({
  initialize(input, done) {
    shard = input.shardId;
    done();
  },
  processRecords({ records, checkpointer }, done) {
    if (records.length === 0) return done();
    appendFileSync(process.env.BENCH_READS, `${Date.now()} ${process.env.BENCH_WORKER} ${shard}\n`);
    checkpointer.checkpoint(() => done());
  },
  leaseLost: (input, done) => done(),
  shardEnded: (input, done) => input.checkpointer.checkpoint(() => done()),
  shutdownRequested: (input, done) => input.checkpointer.checkpoint(() => done()),
}).run();
