import type { KnownCause } from './cause.js';

/** What the KCL's own parts do not get over. */
export const coordinatorCauses: readonly KnownCause[] = [
  {
    // Of two workers of a new application, the slower one fails to create the row Migration3.0, takes itself for initialised
    // from then on, and tries the rest 20 times in vain (MigrationStateMachineImpl.initialize, client 3.5.0 and 3.5.1). The
    // row is there at the next start.
    pattern: /AssignmentMode is not initialized/,
    code: 'DAEMON_FAILED',
    message:
      'two workers started a new application at once, and this version of amazon-kinesis-client does not get over that',
    hint: 'start the worker again (--restart on-failure does it by itself): once the application has run, it does not happen again',
    hopeless: true,
    endsARun: false,
  },
];
