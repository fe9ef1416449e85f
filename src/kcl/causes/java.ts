import type { KnownCause } from './cause.js';

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
  {
    // The LinkageErrors, and what a class loader throws for a class that is nowhere.
    pattern:
      /\b((?:NoSuchMethod|NoSuchField|NoClassDefFound|AbstractMethod|IllegalAccess|Instantiation|IncompatibleClassChange|ClassFormat|UnsupportedClassVersion|Verify|Linkage|UnsatisfiedLink)Error|ClassNotFoundException)(?:: ([^\n←]+))?/,
    code: 'DAEMON_FAILED',
    message: (match) =>
      `the jars do not fit together: ${match[1] ?? ''}${match[2] ? `: ${match[2].trim()}` : ''}`,
    hint: "use kcl-ts's own jars.lock, or make one with kcl-ts lock, with all jars of an --override group at the same version; check --classpath too",
    hopeless: true,
    endsARun: 'unless-it-reads',
    // Nothing that runs in this java will ever find the class; but a part that nobody needs may look for it once.
    patienceMs: 5_000,
  },
];
