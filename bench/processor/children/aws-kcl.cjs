// The same processor for the official Node client.
const { Buffer } = require('node:buffer');
const process = require('node:process');
const kcl = require('aws-kcl');

let bytes = 0;
kcl({
  initialize: (input, done) => done(),
  processRecords({ records }, done) {
    for (const record of records) bytes += Buffer.from(record.data, 'base64').length;
    done();
  },
  leaseLost: (input, done) => {
    process.stderr.write(`${bytes} bytes\n`);
    done();
  },
  shardEnded: (input, done) => done(),
  shutdownRequested: (input, done) => done(),
}).run();
