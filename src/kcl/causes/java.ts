import type { KnownCause } from './cause.js';
import { linkingCause } from './linking.js';

/** What keeps java itself from going on. */
export const javaCauses: readonly KnownCause[] = [
  {
    pattern: /^Error: (?:Could not create the Java Virtual Machine|could not open `)/,
    code: 'DAEMON_FAILED',
    message: 'java refuses one of its options (see its message above)',
    hint: 'change --java-opts or the variables JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, _JAVA_OPTIONS; kcl-ts doctor tries the variables',
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /OutOfMemoryError(?:: ([^\n←]+))?/,
    code: 'DAEMON_FAILED',
    message: (match) => `java ran out of memory${match[1] ? ` (${match[1].trim()})` : ''}`,
    hint: 'give it more with --java-opts "-Xmx1g", or fetch less at a time with --max-records',
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /No space left on device/,
    code: 'DAEMON_FAILED',
    message: 'the disk is full',
    hint: 'free some space in the temporary folder and start again',
    hopeless: true,
    endsARun: false,
  },
  linkingCause,
];
