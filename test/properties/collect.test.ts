import { describe, expect, it } from 'vitest';
import { describeOrigin } from '../../src/properties/read/setting.js';
import { collected, error, named, refusal } from './support/collected.js';

describe('the properties of a run', () => {
  it('hold what kcl-ts never leaves to the daemon', () => {
    expect(Object.fromEntries(collected().properties)).toEqual({
      streamName: 'words',
      applicationName: 'MyApp',
      regionName: 'eu-west-1',
      initialPositionInStream: 'TRIM_HORIZON',
      workerIdentifier: 'host:a-uuid',
      retrievalMode: 'POLLING',
      shutdownGraceMillis: '20000',
      awsCredentialsProvider: 'DefaultCredentialsProvider',
    });
  });

  it('take a flag before a variable, a variable before the file, and the file before defaults', () => {
    const given = {
      flags: { ...named, '--max-records': '1' },
      env: { KCL_TS_MAX_RECORDS: '2', KCL_TS_FAILOVER_TIME: '20s', KCL_TS_MAX_LEASE_RENEWAL_THREADS: '3' },
      file: 'maxRecords=4\nfailoverTimeMillis=5\ntaskBackoffTimeMillis=6\nshutdownGraceMillis=7\n',
      defaults: { taskBackoffTimeMillis: '8', metricsLevel: 'NONE' },
    };
    const { properties, origins } = collected(given);
    const sources = [
      'maxRecords',
      'failoverTimeMillis',
      'maxLeaseRenewalThreads',
      'taskBackoffTimeMillis',
      'shutdownGraceMillis',
      'metricsLevel',
    ];
    expect(sources.map((key) => [properties.get(key), describeOrigin(origins.get(key)!)])).toEqual([
      ['1', '--max-records'],
      ['20000', 'KCL_TS_FAILOVER_TIME'],
      ['3', 'KCL_TS_MAX_LEASE_RENEWAL_THREADS'],
      ['6', 'sample.properties:3'],
      ['7', 'sample.properties:4'],
      ['NONE', 'default'],
    ]);
  });

  it('take the command of the child from the processor before the file', () => {
    const file = 'executableName = node old.js\n';
    expect(collected({ file }).executableName).toBe('node old.js');
    expect(collected({ file, forced: { executableName: 'node new.js' } }).executableName).toBe('node new.js');
  });

  it('give what a shortcut says to each key, unless the key is given itself', () => {
    const { endpoints } = collected({
      flags: { ...named, '--endpoint-url': 'http://localhost:1', '--kinesis-endpoint': 'http://localhost:2' },
    });
    expect(endpoints).toEqual({
      kinesis: 'http://localhost:2',
      dynamodb: 'http://localhost:1',
      cloudwatch: 'http://localhost:1',
    });
    const { properties } = collected({ flags: { ...named, '--fips': 'true' } });
    const clients = ['kinesisClient', 'dynamoDbClient', 'cloudWatchClient'];
    expect(clients.map((client) => properties.get(`${client}.fipsEnabled`))).toEqual([
      'true',
      'true',
      'true',
    ]);
  });

  it('understand durations in flags, --set and variables, in the unit of the key', () => {
    const { properties } = collected({
      flags: {
        ...named,
        '--processor-timeout': '2m',
        '--set': ['failoverTimeMillis=1.5s', 'staleWorkerMetricsEntryCleanupDuration=12h'],
      },
      env: { KCL_TS_IDLE_TIME: '1s' },
    });
    expect(
      [
        'timeoutInSeconds',
        'failoverTimeMillis',
        'idleTimeBetweenReadsInMillis',
        'staleWorkerMetricsEntryCleanupDuration',
      ].map((key) => properties.get(key)),
    ).toEqual(['120', '1500', '1000', 'PT43200S']);
    expect(refusal({ flags: { ...named, '--processor-timeout': '1500ms' } })).toMatch(/duration such as 10s/);
    expect(refusal({ file: 'failoverTimeMillis=10s\n' })).toMatch(/must be a whole number of milliseconds/);
  });

  it('list all that is wrong at once, with what was meant', () => {
    const { code, details } = error({
      flags: {
        '--stream': 'two words',
        '--max-records': '20000',
        '--metrics': 'sumary',
        '--set': ['failovertimemillis=1', 'nonsense'],
      },
    });
    expect(code).toBe('CONFIG_INVALID');
    for (const part of [
      '--stream "two words": has a blank',
      '--max-records 20000: must be at most 10000',
      '--metrics sumary: must be NONE, SUMMARY or DETAILED (did you mean SUMMARY?)',
      '--set failovertimemillis=1: the KCL has no key failovertimemillis (did you mean failoverTimeMillis?)',
      '--set nonsense: must have the form key=value',
      'no application is named',
      'no AWS region',
    ]) {
      expect(details).toContain(part);
    }
  });

  it('refuse keys of a later KCL with its version, and warn of keys without effect', () => {
    expect(refusal({ flags: { ...named, '--set': ['leaseTableScanTotalSegments=4'] } })).toMatch(
      /needs KCL 3\.5\.0 or newer, and the lock file has 3\.1\.3/,
    );
    expect(
      refusal({ flags: { ...named, '--client-version': 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1' } }),
    ).toMatch(/needs KCL 3\.5\.0/);
    expect(refusal({ flags: { ...named, '--set': ['shardPrioritization=x'] } })).toMatch(/would not start/);
    const { warnings, properties } = collected({
      flags: { ...named, '--set': ['initialLeaseTableReadCapacity=5'] },
    });
    expect(warnings).toEqual([
      expect.stringMatching(/initialLeaseTableReadCapacity=5 has no effect: the daemon always creates/),
    ]);
    expect(properties.get('initialLeaseTableReadCapacity')).toBe('5');
  });

  it('warn of a mistyped variable', () => {
    expect(collected({ env: { KCL_TS_MAX_RECORD: '5', KCL_TS_CACHE: '/x' } }).warnings).toEqual([
      'KCL_TS_MAX_RECORD is no setting of kcl-ts; did you mean KCL_TS_MAX_RECORDS?',
    ]);
  });

  it('say which mode and position an old file gets that names none', () => {
    const { warnings } = collected({
      flags: {},
      file: 'streamName=s\napplicationName=app\nregionName=eu-west-1\n',
    });
    expect(warnings.join('\n')).toMatch(/kcl-ts uses polling[^]*starts new shards at TRIM_HORIZON/);
    const fanout = collected({ file: 'fanoutConfig.consumerName=mine\n' });
    expect(fanout.retrievalMode).toBe('FANOUT');
    expect(collected({ file: 'retrievalMode=default\n' }).properties.get('retrievalMode')).toBe('FANOUT');
    expect(collected({ file: 'retrievalMode=default\nmaxRecords=5\n' }).properties.get('retrievalMode')).toBe(
      'POLLING',
    );
  });

  it('keep the keys of an old file that are nothing like the KCL’s, but for secrets', () => {
    const { properties, warnings } = collected({
      file: 'my.own=1\nourTeam=blue\ndbPassword=hunter2\n',
    });
    expect([properties.get('ourTeam'), properties.get('my.own')]).toEqual(['blue', '1']);
    expect(refusal({ file: 'pollingConfig.size=1\n' })).toMatch(/no key pollingConfig\.size/);
    expect(properties.has('dbPassword')).toBe(false);
    expect(warnings.join('\n')).toMatch(/dbPassword=\*\*\*/);
  });

  it('fill the parts of a worker id in', () => {
    const id = (template: string) =>
      collected({ flags: { ...named, '--worker-id': template } }).workerIdentifier;
    expect([id('{hostname}-{pid}'), id('w-{uuid}'), id('plain')]).toEqual(['host-42', 'w-a-uuid', 'plain']);
    expect(refusal({ flags: { ...named, '--worker-id': '{host}' } })).toMatch(/has \{host\}, where only/);
  });
});

describe('the start position', () => {
  const position = (from: string) => {
    const { properties } = collected({ flags: { ...named, '--from': from } });
    return (
      properties.get('initialPositionInStream') ?? Number(properties.get('initialPositionInStreamExtended'))
    );
  };

  it('is a word, or a time with its zone', () => {
    expect(['latest', 'TRIM_HORIZON', 'trim-horizon'].map(position)).toEqual([
      'LATEST',
      'TRIM_HORIZON',
      'TRIM_HORIZON',
    ]);
    expect(position('2026-11-01T00:00:00Z')).toBe(Date.UTC(2026, 10, 1) / 1000);
    expect(position('2026-11-01T01:30:00.5+01:30')).toBe(Date.UTC(2026, 10, 1) / 1000);
    expect(position('2026-11-01')).toBe(Date.UTC(2026, 10, 1) / 1000);
    expect(position('1700000000')).toBe(1_700_000_000);
  });

  it('is no time without a zone, no nonsense and no milliseconds', () => {
    for (const from of ['2026-11-01T00:00:00', 'now', '2026-13-01T00:00:00Z', '1969-12-31T00:00:00Z']) {
      expect(() => position(from)).toThrow(/--from/);
    }
    expect(refusal({ flags: { ...named, '--from': '1700000000000' } })).toMatch(
      /milliseconds[^]*write 1700000000/,
    );
  });

  it('replaces the one of the file, whichever key that uses', () => {
    const { properties } = collected({
      flags: { ...named, '--from': 'latest' },
      file: 'initialPositionInStreamExtended=1700000000\n',
    });
    expect([...properties.keys()].filter((key) => key.startsWith('initialPosition'))).toEqual([
      'initialPositionInStream',
    ]);
  });
});

describe('contradictions', () => {
  const cases: Record<string, [Parameters<typeof refusal>[0], RegExp]> = {
    'keys of polling with fan-out': [
      { flags: { ...named, '--retrieval-mode': 'fanout', '--max-records': '5' } },
      /--max-records 5 is for polling, but --retrieval-mode fanout asks for fan-out/,
    ],
    'keys of fan-out with polling': [
      { flags: { ...named, '--retrieval-mode': 'polling', '--consumer-name': 'c' } },
      /--consumer-name c is for fan-out, but --retrieval-mode polling asks for polling/,
    ],
    'keys of both modes': [
      { flags: { ...named, '--idle-time': '1s', '--consumer-name': 'c' } },
      /--consumer-name c is for fan-out, but --idle-time 1s asks for polling/,
    ],
    'both start positions in one file': [
      { file: 'initialPositionInStream=LATEST\ninitialPositionInStreamExtended=1700000000\n' },
      /contradict each other/,
    ],
    'a key twice with different values': [
      { flags: { ...named, '--set': ['regionName=us-east-1'] } },
      /--set regionName=us-east-1 and --region eu-west-1 contradict|--region eu-west-1 and --set regionName=us-east-1 contradict/,
    ],
    'two spellings of a key in one file': [
      {
        file: 'AWSCredentialsProvider=DefaultCredentialsProvider\nawsCredentialsProvider=AnonymousCredentialsProvider\n',
      },
      /contradict each other/,
    ],
    'a stream and the ARN of another': [
      { flags: { ...named, '--stream-arn': 'arn:aws:kinesis:eu-west-1:123456789012:stream/other' } },
      /name different streams[^]*run one kcl-ts for each/,
    ],
    'two streams': [
      { flags: { ...named, '--stream': ['words', 'letters'] } },
      /--stream words and --stream letters contradict/,
    ],
    'an ARN of another region': [
      {
        flags: {
          '--app': 'MyApp',
          '--region': 'eu-west-1',
          '--stream-arn': 'arn:aws:kinesis:us-east-1:123456789012:stream/words',
        },
      },
      /is not the region of/,
    ],
    'Kinesis here and DynamoDB in AWS': [
      { flags: { ...named, '--kinesis-endpoint': 'http://localhost:4566' } },
      /on this machine, but DynamoDB is in AWS[^]*--endpoint-url/,
    ],
  };
  it.each(Object.entries(cases))('%s are refused', (_name, [given, message]) => {
    expect(refusal(given)).toMatch(message);
  });

  it('are none when a stronger source replaces one side', () => {
    expect(
      collected({ file: 'streamName=other\nstreamArn=arn:aws:kinesis:us-east-1:123456789012:stream/other\n' })
        .streamName,
    ).toBe('words');
    const arn = 'arn:aws:kinesis:eu-west-1:123456789012:stream/words';
    expect(collected({ flags: { ...named, '--stream-arn': arn } }).streamName).toBe('words');
  });
});

describe('names', () => {
  it('are those that AWS takes', () => {
    for (const stream of ['grüße', 'a b', 'a/b', 'x'.repeat(129), 'a:b', '日本']) {
      expect(refusal({ flags: { ...named, '--stream': stream } })).toMatch(/--stream .*: has /);
    }
    expect(refusal({ flags: { ...named, '--app': 'ab' } })).toMatch(/too short/);
    expect(refusal({ flags: { ...named, '--app': 'a'.repeat(238) } })).toMatch(/at most 237/);
    expect(collected({ flags: { ...named, '--app': 'a'.repeat(237) } }).applicationName).toHaveLength(237);
    expect(refusal({ flags: { ...named, '--app': 'a'.repeat(129), '--retrieval-mode': 'fanout' } })).toMatch(
      /at most 128/,
    );
  });

  it('name the tables', () => {
    expect(collected().tables).toEqual({
      lease: 'MyApp',
      coordinatorState: 'MyApp-CoordinatorState',
      workerMetrics: 'MyApp-WorkerMetricStats',
    });
    expect(collected({ flags: { ...named, '--app': 'ab', '--table-name': 'leases' } }).tables.lease).toBe(
      'leases',
    );
  });

  it('may be missing where a command says so', () => {
    expect(collected({ flags: { '--region': 'eu-west-1' }, namesRequired: false })).toMatchObject({
      streamName: '',
      applicationName: '',
    });
  });
});

describe('the region', () => {
  const flags = { '--stream': 'words', '--app': 'MyApp' };
  const arn = 'arn:aws:kinesis:us-east-2:123456789012:stream/words';
  const profiles = new Map([
    ['default', new Map([['region', 'eu-north-1']])],
    ['dev', new Map([['region', 'sa-east-1']])],
  ]);

  it('is that of the ARN, the environment, or the profile', () => {
    expect(
      collected({ flags: { '--stream-arn': arn, '--app': 'MyApp' }, env: { AWS_REGION: 'eu-west-3' } })
        .region,
    ).toBe('us-east-2');
    expect(
      collected({ flags, env: { AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'eu-west-2' } }).region,
    ).toBe('eu-west-3');
    expect(collected({ flags, env: { AWS_DEFAULT_REGION: 'eu-west-2' }, profiles }).region).toBe('eu-west-2');
    expect(collected({ flags, profiles }).region).toBe('eu-north-1');
    expect(collected({ flags, env: { AWS_PROFILE: 'dev' }, profiles }).region).toBe('sa-east-1');
    expect(collected({ flags: { ...flags, '--profile': 'dev' }, profiles }).region).toBe('sa-east-1');
  });

  it('must look like one wherever it comes from', () => {
    expect(collected({ flags, env: { AWS_REGION: 'eu-west-3 ' } }).region).toBe('eu-west-3');
    expect(refusal({ flags, env: { AWS_REGION: 'Ireland' } })).toMatch(
      /region Ireland \(AWS_REGION\): must be a region/,
    );
  });

  it('may be any for stand-ins on this machine', () => {
    expect(collected({ flags: { ...flags, '--endpoint-url': 'http://127.0.0.1:4566' } }).region).toBe(
      'us-east-1',
    );
  });

  it('missing is one error, before anything starts', () => {
    expect(error({ flags })).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      hint: expect.stringContaining('--region') as string,
    });
  });

  it('of one client is written for each: the daemon would drop it for regionName', () => {
    const { properties, region } = collected({
      flags: { ...named, '--set': ['dynamoDbClient.region=us-east-1'] },
    });
    expect([...properties].filter(([key]) => key.includes('egion'))).toEqual([
      ['kinesisClient.region', 'eu-west-1'],
      ['dynamoDbClient.region', 'us-east-1'],
      ['cloudWatchClient.region', 'eu-west-1'],
    ]);
    expect(region).toBe('eu-west-1');
  });
});
