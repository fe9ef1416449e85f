/* global process */
// Loaded into aws-kcl's bootstrap, whose repository's address is fixed in its code: sends its requests to the mirror.
const https = require('node:https');

const { get } = https;
https.get = (options, listener) =>
  get({ ...options, hostname: '127.0.0.1', port: process.env.BENCH_MIRROR_PORT }, listener);
