const kcl = require('aws-kcl');

let shardId;

kcl({
  initialize(input, completeCallback) {
    shardId = input.shardId;
    completeCallback();
  },

  processRecords({ records, checkpointer }, completeCallback) {
    for (const record of records) {
      const text = Buffer.from(record.data, 'base64').toString();
      console.error(shardId, record.partitionKey, text);
    }
    checkpointer.checkpoint(records.at(-1).sequenceNumber, (error) => {
      if (error) console.error('checkpoint failed', error);
      completeCallback();
    });
  },

  leaseLost(input, completeCallback) {
    completeCallback();
  },

  shardEnded({ checkpointer }, completeCallback) {
    checkpointer.checkpoint(() => completeCallback());
  },

  shutdownRequested({ checkpointer }, completeCallback) {
    checkpointer.checkpoint(() => completeCallback());
  },
}).run();
