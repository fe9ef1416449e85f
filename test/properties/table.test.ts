import { describe, expect, it } from 'vitest';
import { findProperty } from '../../src/properties/table/find.js';
import { keyEnvironment, propertyOptions } from '../../src/properties/table/flags.js';
import { propertyTable, type PropertyName } from '../../src/properties/table/index.js';

const names = propertyTable.flatMap(({ name, aliases = [] }) => [name, ...aliases]);

describe('the table of keys', () => {
  it('has each key, flag and variable once', () => {
    const flags = propertyOptions.map(({ name }) => name);
    const variables = [...propertyOptions.map(({ environment }) => environment), ...keyEnvironment.keys()];
    for (const list of [names, flags, variables]) expect(new Set(list).size).toBe(list.length);
  });

  it('has every key of the classic sample, by a flag or by --set', () => {
    const classic = `executableName streamName applicationName AWSCredentialsProvider processingLanguage
      initialPositionInStream regionName failoverTimeMillis workerId shardSyncIntervalMillis maxRecords
      idleTimeBetweenReadsInMillis callProcessRecordsEvenForEmptyRecordList parentShardPollIntervalMillis
      cleanupLeasesUponShardCompletion taskBackoffTimeMillis metricsBufferTimeMillis metricsMaxQueueSize
      validateSequenceNumberBeforeCheckpointing maxActiveThreads`;
    for (const key of classic.split(/\s+/)) expect(findProperty(key)?.spec.refused, key).toBeUndefined();
    for (const key of classic.split(/\s+/)) expect(findProperty(key), key).toBeDefined();
  });

  it('has defaults that its own readers take, where they are constants', () => {
    for (const spec of propertyTable) {
      if (typeof spec.default !== 'number') continue;
      expect(spec.type.read(String(spec.default), spec, false), spec.name).toEqual({
        value: String(spec.default),
      });
    }
  });

  it('has flags that give their value to keys that there are', () => {
    const keys = propertyOptions.flatMap((option) => option.keys);
    expect(keys).toContain('dynamoDbClient.dualstackEnabled');
    for (const key of keys) expect(findProperty(key), key).toBeDefined();
  });

  it('says in one phrase what each key and flag is for', () => {
    const summaries = [...propertyTable, ...propertyOptions].map(({ summary }) => summary);
    for (const summary of summaries) expect(summary).toMatch(/^[a-zA-Z][^\n]*[^.\s]$/);
  });

  it('gives the type of the names', () => {
    const taken: PropertyName[] = ['failoverTimeMillis', 'workerMetricsTags', 'kinesisClient.fipsEnabled'];
    expect(taken.map((name) => findProperty(name)?.name)).toEqual(taken);
    // @ts-expect-error a misspelt name is no PropertyName
    const misspelt: PropertyName = 'failoverTime';
    expect(findProperty(misspelt)).toBeUndefined();
  });
});
