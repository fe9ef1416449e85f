import type { KnownCause } from './cause.js';

const keyDenied: Omit<KnownCause, 'pattern' | 'message'> = {
  code: 'AWS_REFUSED',
  hint: "allow kms:Decrypt on the key, in the role's policy (kcl-ts iam-policy --kms-key ARN prints the statement) or in the key's own",
  hopeless: true,
  endsARun: 'unless-it-reads',
};

/** What keeps a stream from being read though the worker may call Kinesis: its key, and checkpoints of another stream. */
export const streamCauses: readonly KnownCause[] = [
  {
    pattern: /is not authorized to perform: (kms:\w+)(?: on resource: (\S+))?/,
    ...keyDenied,
    message: ([, operation = '', key]) =>
      `the stream is encrypted, and this worker is not allowed to call ${operation} on its key${key === undefined ? '' : ` ${key}`}`,
  },
  {
    pattern: /KMSAccessDeniedException/i,
    ...keyDenied,
    message: 'the stream is encrypted, and this worker is not allowed to use its key',
  },
  {
    pattern: /KMSDisabledException/i,
    code: 'AWS_REFUSED',
    message: 'the stream is encrypted, and its key is disabled',
    hint: 'enable the key in AWS KMS and start again',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /KMSInvalidStateException/i,
    code: 'AWS_REFUSED',
    message: 'the stream is encrypted, and its key cannot be used in its present state',
    hint: 'look at the key in AWS KMS: cancel its deletion, or import its key material',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /KMSNotFoundException/i,
    code: 'AWS_REFUSED',
    message: 'the stream is encrypted, and its key does not exist',
    hint: 'restore the key in AWS KMS; without it, its records are lost: give the stream a new key, and read from a later position',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /KMSOptInRequired/i,
    code: 'AWS_REFUSED',
    message: 'the stream is encrypted, and this account is not signed up for AWS KMS',
    hint: 'sign the account up for AWS KMS, or ask who owns it',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /KMSThrottlingException/i,
    code: 'DAEMON_FAILED',
    message: "AWS KMS throttled the requests for the stream's key",
    hint: 'the KCL tries again; if this goes on, raise the request quota of AWS KMS, or read with fewer calls (--idle-time)',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /InvalidArgumentException: [^←]*?Sequence ?Number/i,
    code: 'AWS_REFUSED',
    message:
      'a checkpoint in the lease table is not from this stream, which was probably deleted and created again',
    hint: 'to read the new stream from the --from position, delete the lease table, or choose another --app',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /ExpiredIteratorException/,
    code: 'DAEMON_FAILED',
    message: 'a shard iterator expired, because more than five minutes passed between two reads',
    hint: 'the KCL gets a new one; if this goes on, fetch less at a time with --max-records, or process faster',
    hopeless: false,
    endsARun: false,
  },
];
