import { goodProcessor, type MessageCase } from './message-case.js';

export const commandLine: readonly MessageCase[] = [
  {
    when: 'a command is misspelt',
    args: ['runn'],
    exitCode: 2,
    stderr: ["kcl-ts: unknown command 'runn'", '  → did you mean run?'],
  },
  {
    when: 'a flag is misspelt',
    args: ['run', 'processor.ts', '--strem', 'words'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: ["kcl-ts: unknown option '--strem'", '  → did you mean --stream?'],
  },
  {
    when: 'no processor is named',
    args: ['run', '--stream', 'words', '--app', 'MyApp', '--local'],
    exitCode: 2,
    stderr: [
      'kcl-ts: no processor was given',
      '  → name its file: kcl-ts run ./processor.ts --stream words --app MyApp; kcl-ts init writes a sample',
    ],
  },
  {
    when: 'stream, application and region are missing',
    args: ['run', 'processor.ts'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: 3 settings are wrong',
      '  - no AWS region was found in a flag, the environment or a profile',
      '    → give --region, set AWS_REGION, or name a profile with a region by --profile',
      '  - no stream is named',
      '    → give --stream NAME',
      '  - no application is named',
      '    → give --app NAME: its workers share the stream, and its lease table gets this name',
    ],
  },
  {
    when: 'there is no region',
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: no AWS region was found in a flag, the environment or a profile',
      '  → give --region, set AWS_REGION, or name a profile with a region by --profile',
    ],
  },
  {
    when: 'a key is misspelt',
    args: [
      'run',
      'processor.ts',
      '--stream',
      'words',
      '--app',
      'MyApp',
      '--region',
      'eu-west-1',
      '--set',
      'failoverTimeMilis=3000',
    ],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: --set failoverTimeMilis=3000: the KCL has no key failoverTimeMilis (did you mean failoverTimeMillis?)',
      '  → the daemon would ignore it without a word; docs/configuration.md lists all keys',
    ],
  },
  {
    when: 'a duration is none',
    args: [
      'run',
      'processor.ts',
      '--stream',
      'words',
      '--app',
      'MyApp',
      '--local',
      '--failover-time',
      'soon',
    ],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: --failover-time soon: must be a duration such as 10s, or a whole number of milliseconds',
    ],
  },
  {
    when: 'a variable holds a wrong value',
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local'],
    files: { 'processor.ts': goodProcessor },
    env: { KCL_TS_LOG_LEVEL: 'loud' },
    exitCode: 2,
    stderr: [
      'kcl-ts: KCL_TS_LOG_LEVEL=loud: no level is called loud; the levels are trace, debug, info, warn, error',
      '  → set the variable to one of these, or unset it',
    ],
  },
  {
    when: 'a variable is misspelt',
    args: ['properties', '--stream', 'words', '--app', 'MyApp', '--region', 'eu-west-1', '--worker-id', 'me'],
    env: { KCL_TS_SHARDZ: '3' },
    exitCode: 0,
    stdout:
      'streamName=words\napplicationName=MyApp\nregionName=eu-west-1\ninitialPositionInStream=TRIM_HORIZON\nworkerIdentifier=me\nretrievalMode=POLLING\nshutdownGraceMillis=20000\nawsCredentialsProvider=DefaultCredentialsProvider',
    stderr: ['warning: KCL_TS_SHARDZ is no setting of kcl-ts; did you mean KCL_TS_SHARDS?'],
  },
  {
    when: 'a flag of --local is given without it',
    args: [
      'run',
      'processor.ts',
      '--stream',
      'words',
      '--app',
      'MyApp',
      '--region',
      'eu-west-1',
      '--shards',
      '3',
    ],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: --shards was given without --local, expected both',
      '  → it is for the embedded stream: add --local, or leave it out',
    ],
  },
  {
    when: 'the properties file is not there',
    args: ['run', 'processor.ts', '--properties', 'sample.properties'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: cannot read the properties file sample.properties: it does not exist',
      '  → --properties takes the path of a properties file of the KCL, relative to <folder>',
    ],
  },
  {
    when: 'a flag names another stream than the properties file',
    args: ['properties', '--properties', 'sample.properties', '--stream', 'orders', '--worker-id', 'me'],
    files: {
      'sample.properties':
        'streamArn = arn:aws:kinesis:eu-west-1:123456789012:stream/words\napplicationName = MyApp\nregionName = eu-west-1\nretrievalMode = POLLING\ninitialPositionInStream = TRIM_HORIZON\n',
    },
    exitCode: 0,
    stdout:
      'streamName=orders\napplicationName=MyApp\nregionName=eu-west-1\ninitialPositionInStream=TRIM_HORIZON\nworkerIdentifier=me\nretrievalMode=POLLING\nshutdownGraceMillis=20000\nawsCredentialsProvider=DefaultCredentialsProvider',
    stderr: [
      'warning: streamArn=arn:aws:kinesis:eu-west-1:123456789012:stream/words (sample.properties:1) is not used: --stream orders names the stream',
    ],
  },
  {
    when: 'a processor and --exec are given',
    args: ['simulate', 'processor.ts', 'records.txt', '--exec', 'cat'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: ['kcl-ts: got a processor (processor.ts) and --exec, expected one of them'],
  },
  {
    when: 'a command is none',
    args: ['consume'],
    exitCode: 2,
    stderr: ["kcl-ts: unknown command 'consume'", '  → kcl-ts --help lists the commands'],
  },
  {
    when: 'a command has what acts on a terminal',
    args: ['\u001b[2J\u001b[31mrun\nkcl-ts: all is well'],
    exitCode: 2,
    stderr: [
      "kcl-ts: unknown command '\\x1b[2J\\x1b[31mrun\\nkcl-ts: all is well'",
      '  → kcl-ts --help lists the commands',
    ],
  },
  {
    when: 'a flag has what acts on a terminal',
    args: ['leases', '--\u001b]0;title\u0007'],
    exitCode: 2,
    stderr: [
      "kcl-ts: unknown option '--\\x1b]0;title\\x07'",
      '  → kcl-ts leases --help lists the arguments and flags',
    ],
  },
  {
    when: 'a flag is none',
    args: ['leases', '--everything'],
    exitCode: 2,
    stderr: [
      "kcl-ts: unknown option '--everything'",
      '  → kcl-ts leases --help lists the arguments and flags',
    ],
  },
  {
    when: 'a flag lacks its value',
    args: ['leases', '--app'],
    exitCode: 2,
    stderr: [
      'kcl-ts: --app <name> was given without its value',
      '  → kcl-ts leases --help lists the arguments and flags',
    ],
  },
  {
    when: 'the value of a flag is none of its choices',
    args: ['run', 'processor.ts', '--log-level', 'loud'],
    exitCode: 2,
    stderr: [
      'kcl-ts: --log-level loud: no level is called loud; the levels are trace, debug, info, warn, error',
      '  → kcl-ts run --help lists the arguments and flags',
    ],
  },
  {
    when: 'a level is asked for of a source that there is not',
    args: ['run', 'processor.ts', '--log-level', 'info,procesor=debug'],
    exitCode: 2,
    stderr: [
      'kcl-ts: --log-level info,procesor=debug: no source is called procesor (did you mean processor?); the sources are kcl-ts, kcl, processor, jvm',
      '  → kcl-ts run --help lists the arguments and flags',
    ],
  },
  {
    when: 'an argument is too much',
    args: ['run', 'processor.ts', 'words'],
    exitCode: 2,
    stderr: [
      'kcl-ts: too many arguments for run: expected 1, got 2',
      '  → kcl-ts run --help lists the arguments and flags',
    ],
  },
  {
    when: 'the embedded stream is to have no shards',
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local', '--shards', '0'],
    exitCode: 2,
    stderr: [
      'kcl-ts: --shards 0: expected a whole number from 1 to 500',
      '  → kcl-ts run --help lists the arguments and flags',
    ],
  },
  {
    when: 'two keys are none',
    args: [
      ...['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local'],
      ...['--set', 'initialPositionInStrem=LATEST', '--set', 'words=1'],
    ],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: 2 settings are wrong',
      '  - --set initialPositionInStrem=LATEST: the KCL has no key initialPositionInStrem (did you mean initialPositionInStream?)',
      '    → the daemon would ignore it without a word; docs/configuration.md lists all keys',
      '  - --set words=1: the KCL has no key words',
      '    → the daemon would ignore it without a word; docs/configuration.md lists all keys',
    ],
  },
  {
    when: 'init is to write into a folder with a project in it',
    args: ['init'],
    files: { 'package.json': '{}' },
    exitCode: 2,
    stderr: [
      'kcl-ts: <folder> already has package.json; nothing was written',
      '  → choose an empty folder: kcl-ts init my-consumer',
    ],
  },
];
