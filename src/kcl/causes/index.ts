import { coordinatorCauses } from './coordinator.js';
import { credentialsCauses } from './credentials.js';
import type { Cause, KnownCause } from './cause.js';
import { javaCauses } from './java.js';
import { networkCauses } from './network.js';
import { streamCauses } from './stream.js';

/** What AWS says of who calls it, of what is allowed, and of what is there. */
const awsCauses: readonly KnownCause[] = [
  ...credentialsCauses,
  {
    pattern: /is not authorized to perform: ([\w:]+)(?: on resource: (\S+))?/,
    code: 'AWS_REFUSED',
    message: (match) => `not allowed to call ${match[1] ?? ''}${match[2] ? ` on ${match[2]}` : ''}`,
    hint: "add it to the role's policy; kcl-ts iam-policy prints the policy these flags need",
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /AccessDenied(?:Exception)?: ([^←]{1,300})/,
    code: 'AWS_REFUSED',
    message: (match) => `AWS does not allow a call: ${match[1]?.trim() ?? ''}`,
    hint: "allow it in the role's policy; kcl-ts iam-policy prints the policy these flags need",
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /ResourceNotFoundException.*?[Ss]tream (\S+) under account (\d+) not found/,
    code: 'STREAM_NOT_FOUND',
    message: (match) => `there is no stream '${match[1] ?? ''}' in account ${match[2] ?? ''}`,
    hint: 'check --stream and --region',
    hopeless: true,
    endsARun: true,
  },
  {
    pattern: /table (\S+) (?:because it )?does not exist/,
    code: 'DAEMON_FAILED',
    message: (match) => `there is no table '${match[1] ?? ''}' any more`,
    hint: 'start the worker again: it creates the table, and reads from the --from position',
    hopeless: false,
    endsARun: true,
  },
  {
    pattern: /Requested resource not found(?:: Table: (\S+) not found)?/,
    code: 'DAEMON_FAILED',
    message: (match) =>
      match[1] ? `there is no table '${match[1]}' any more` : 'a table of the application is gone',
    hint: 'start the worker again: it creates the tables; without its lease table it reads from the --from position',
    hopeless: false,
    endsARun: true,
  },
  {
    pattern:
      /ProvisionedThroughputExceededException|ThrottlingException|RequestLimitExceeded|LimitExceededException/,
    code: 'DAEMON_FAILED',
    message: 'AWS throttled the requests',
    hint: 'raise the capacity of the lease table or of the stream, or spread the load over more time',
    hopeless: false,
    endsARun: false,
  },
];

/** The first match counts: what is said in particular comes before what is said in general. */
export const knownCauses: readonly KnownCause[] = [
  ...javaCauses,
  ...coordinatorCauses,
  ...streamCauses,
  ...awsCauses,
  ...networkCauses,
];

/** The known cause in a text of the daemon's, if there is one. */
export function causeIn(text: string): Cause | undefined {
  for (const { pattern, message, ...cause } of knownCauses) {
    const match = pattern.exec(text);
    if (match) return { ...cause, message: typeof message === 'string' ? message : message(match) };
  }
  return undefined;
}
