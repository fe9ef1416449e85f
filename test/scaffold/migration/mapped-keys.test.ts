import { expect, it } from 'vitest';
import { collect } from '../../../src/properties/collect.js';
import { decodeProperties } from '../../../src/properties/read/decode.js';
import { mapKeys } from '../../../src/scaffold/migration/mapped-keys.js';

const file = `streamName = words
applicationName = MyApp
regionName = eu-west-1
initialPositionInStream = LATEST
AwsCredentialsProvider = ProfileCredentialsProvider|dev
failoverTimeMillis = 20000
workerId = me
retrievalMode = POLLING
maxRecords = 500
idleTimeBetweenReadsInMillis = 250
callProcessRecordsEvenForEmptyRecordList = true
cleanupLeasesUponShardCompletion = true
metricsLevel = SUMMARY
metricsEnabledDimensions = Operation,ShardId
shardSyncIntervalMillis = 5000
isGracefulLeaseHandoffEnabled = false
shutdownGraceMillis = 1000
timeoutInSeconds = 60
`;

it('each key has a flag that says the same', () => {
  const properties = decodeProperties(Buffer.from(file));
  const flags = new Map<string, string[]>();
  for (const { flag } of mapKeys(properties)) {
    const [name = '', value = 'true'] = flag ?? [];
    const option = name.replace(/^--no-/, '--');
    const given = name.startsWith('--no-') ? 'false' : value;
    flags.set(option, [...(flags.get(option) ?? []), given]);
  }
  const all = {
    env: {},
    kcl: '3.1.3',
    forced: {},
    defaults: {},
    namesRequired: true,
    isLocal: false,
    machine: { hostname: 'localhost', pid: 1, uuid: '' },
    profiles: new Map(),
    hasClass: () => true,
  };
  const fromFile = collect({ ...all, flags: new Map(), file: { name: 'app.properties', properties } });
  const fromFlags = collect({ ...all, flags });
  expect(Object.fromEntries(fromFlags.properties)).toEqual(Object.fromEntries(fromFile.properties));
});
