import type { ErrorCode } from '../errors.js';

/** A failure that has a name: what the daemon's words mean and what to do about it. */
export interface Cause {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** Retrying will not help: while the daemon still starts, it is stopped at once. */
  readonly hopeless: boolean;
  /** A worker that runs has nothing to do as long as it lasts, and will not get over it by itself. */
  readonly endsARun: boolean;
}

interface KnownCause extends Omit<Cause, 'message'> {
  readonly pattern: RegExp;
  readonly message: string | ((match: RegExpExecArray) => string);
}

/** Looked up in the daemon's errors (class names and messages of the SDK 2.x and of KCL 3.1.3), first match first. */
const knownCauses: readonly KnownCause[] = [
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
    pattern:
      /Unable to load credentials from any of the providers|Unable to load AWS credentials|ProfileCredentialsProvider.*Profile file contained no credentials/,
    code: 'CREDENTIALS_MISSING',
    message: 'no AWS credentials were found',
    hint: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached; to try things without AWS use --local',
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /Unable to load region from any of the providers/,
    code: 'CREDENTIALS_MISSING',
    message: 'no AWS region was found',
    hint: 'name one with --region or AWS_REGION',
    hopeless: true,
    endsARun: false,
  },
  {
    pattern:
      /ExpiredToken(?:Exception)?|The security token included in the request is expired|Token has expired/,
    code: 'CREDENTIALS_MISSING',
    message: 'the AWS credentials have expired',
    hint: 'sign in again (aws sso login) or refresh the session and start again',
    hopeless: true,
    endsARun: true,
  },
  {
    pattern:
      /UnrecognizedClientException|InvalidClientTokenId|The security token included in the request is invalid|InvalidSignatureException|IncompleteSignature/,
    code: 'CREDENTIALS_MISSING',
    message: 'AWS does not accept these credentials',
    hint: "check which credentials are in use (aws sts get-caller-identity) and the machine's clock",
    hopeless: true,
    endsARun: true,
  },
  {
    pattern: /is not authorized to perform: ([\w:]+) on resource: (\S+)/,
    code: 'DAEMON_FAILED',
    message: (match) => `not allowed to call ${match[1] ?? ''} on ${match[2] ?? ''}`,
    hint: "add it to the role's policy; kcl-ts iam-policy prints the policy these flags need",
    hopeless: true,
    endsARun: false,
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
    hint: 'start the worker again: it makes the table anew, and reads from --from on',
    hopeless: false,
    endsARun: true,
  },
  {
    pattern: /ProvisionedThroughputExceededException|ThrottlingException|RequestLimitExceeded/,
    code: 'DAEMON_FAILED',
    message: 'AWS throttled the requests',
    hint: 'raise the capacity of the lease table or of the stream, or spread the load over more time',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /UnknownHostException: ([\w.-]+)/,
    code: 'DAEMON_FAILED',
    message: (match) => `the host ${match[1] ?? ''} cannot be resolved`,
    hint: 'check --region, the endpoints and the network',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /Connection refused|ConnectException|Unable to execute HTTP request/,
    code: 'DAEMON_FAILED',
    message: 'an AWS endpoint did not accept the connection',
    hint: 'check the endpoints (--endpoint-url), the proxy and the network',
    hopeless: false,
    endsARun: false,
  },
];

/** The known cause in a text of the daemon's, if there is one. */
export function causeIn(text: string): Cause | undefined {
  for (const { pattern, message, ...cause } of knownCauses) {
    const match = pattern.exec(text);
    if (match) return { ...cause, message: typeof message === 'string' ? message : message(match) };
  }
  return undefined;
}
