import type { PropertySpec } from '../property-spec.js';

/** The child processes: MultiLangDaemonConfig, MultiLangDaemonConfiguration, LifecycleConfig. */
export const processorProperties = [
  {
    name: 'executableName',
    type: 'command',
    summary: 'the command started for each shard; `run <processor>` fills it in',
    notes:
      'Split at blanks without any quoting (MultiLangRecordProcessorFactory): neither the path of the program nor an argument can hold one.',
  },
  {
    name: 'shutdownGraceMillis',
    type: 'long',
    flag: '--shutdown-grace <duration>',
    default: 0,
    unit: 'ms',
    min: 0,
    summary: 'how long processors have to finish and checkpoint when the worker is stopped',
    notes:
      'kcl-ts writes 20000 unless told otherwise. With 0 the daemon stops without calling shutdownRequested.',
  },
  {
    name: 'timeoutInSeconds',
    type: 'int',
    flag: '--processor-timeout <duration>',
    default: 'no limit',
    unit: 's',
    min: 1,
    summary: 'end the worker when a processor takes longer than this for one call',
    notes:
      'A processor file is timed by kcl-ts itself, and the other shards still get their last checkpoint; the daemon is given 5 s more. For any other program, and for a processor that blocks its event loop, it is the daemon that halts the JVM on the spot, without shutdownRequested for the other shards. A value that is no number would be read as 0 and halt it at the first call.',
  },
  {
    name: 'logWarningForTaskAfterMillis',
    type: 'long',
    flag: '--warn-after <duration>',
    default: 'never',
    unit: 'ms',
    min: 0,
    summary: 'log a warning when one call takes longer than this',
  },
  {
    name: 'taskBackoffTimeMillis',
    type: 'long',
    flag: '--task-backoff <duration>',
    default: 500,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'wait before a failed task of the KCL is tried again',
  },
  {
    name: 'maxActiveThreads',
    type: 'int',
    flag: '--max-active-threads <n>',
    default: 0,
    min: 0,
    untrimmed: true,
    summary: 'threads that talk to child processes; 0 means as many as needed',
    notes: 'Each shard holds several. A number smaller than the leased shards need blocks some of them.',
  },
  {
    name: 'processingLanguage',
    type: 'string',
    noEffect: 'the daemon only logs it',
    summary: 'a text for the user agent',
  },
  {
    name: 'validateSequenceNumberBeforeCheckpointing',
    type: 'boolean',
    default: false,
    noEffect: 'KCL 1.x checked sequence numbers with it, since 2.0 nothing reads it',
    summary: 'whether sequence numbers are checked before a checkpoint',
  },
] as const satisfies readonly PropertySpec[];
