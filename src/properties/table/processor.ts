import type { PropertySpec } from './row.js';
import { int, long } from '../values/number.js';
import { boolean, command, text } from '../values/text.js';

/** The child processes: MultiLangDaemonConfig, MultiLangDaemonConfiguration, LifecycleConfig. */
export const processorProperties = [
  {
    name: 'executableName',
    type: command,
    summary: 'the command to start for each shard; `run <processor>` fills it in',
    notes:
      'The path of the program and its arguments cannot contain blanks: the daemon splits the command at each one and knows no quotes (MultiLangRecordProcessorFactory).',
  },
  {
    name: 'shutdownGraceMillis',
    type: long,
    flag: '--shutdown-grace <duration>',
    default: 0,
    unit: 'ms',
    min: 0,
    summary: 'how long processors have for their last checkpoint when the worker stops',
    notes:
      'kcl-ts writes 20000 unless you set it. With 0 the daemon stops without calling shutdownRequested.',
  },
  {
    name: 'timeoutInSeconds',
    type: int,
    flag: '--processor-timeout <duration>',
    default: 'no limit',
    unit: 's',
    min: 1,
    summary: 'end the worker when one call of a processor takes longer than this',
    notes:
      'kcl-ts itself times a processor file, so the other shards still get their last checkpoint. The daemon times any other program, and a processor that blocks its event loop (after 5 s more): it halts the JVM at once, without shutdownRequested for the other shards. A value must be a number: the daemon would read any other text as 0 and halt at the first call.',
  },
  {
    name: 'logWarningForTaskAfterMillis',
    type: long,
    flag: '--warn-after <duration>',
    default: 'never',
    unit: 'ms',
    min: 0,
    summary: 'log a warning when one call takes longer than this',
  },
  {
    name: 'taskBackoffTimeMillis',
    type: long,
    flag: '--task-backoff <duration>',
    default: 500,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how long the KCL waits before it tries a failed task again',
  },
  {
    name: 'maxActiveThreads',
    type: int,
    flag: '--max-active-threads <n>',
    default: 0,
    min: 0,
    untrimmed: true,
    summary: 'threads that talk to child processes; 0 means as many as needed',
    notes: 'Each shard needs several. If there are too few, some shards are blocked.',
  },
  {
    name: 'processingLanguage',
    type: text,
    noEffect: 'the daemon only logs it',
    summary: 'a text for the user agent',
  },
  {
    name: 'validateSequenceNumberBeforeCheckpointing',
    type: boolean,
    default: false,
    noEffect: 'only KCL 1.x checked sequence numbers; nothing has read this key since 2.0',
    summary: 'whether sequence numbers are checked before a checkpoint',
  },
] as const satisfies readonly PropertySpec[];
