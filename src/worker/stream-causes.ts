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
    message: 'the stream is encrypted, and its key is in a state in which it cannot be used',
    hint: 'look at the key in AWS KMS: one that is to be deleted must be restored, one that waits for its material must get it',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /KMSNotFoundException/i,
    code: 'AWS_REFUSED',
    message: 'the stream is encrypted, and its key does not exist',
    hint: 'restore the key in AWS KMS; records that were encrypted with a key that is gone are lost: give the stream a new key, and read from later on',
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
    hint: 'it is tried again; if it lasts, raise the request quota of AWS KMS, or read with fewer calls (--idle-time)',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /InvalidArgumentException: [^←]*?Sequence ?Number/i,
    code: 'AWS_REFUSED',
    message:
      'a checkpoint in the lease table is none of this stream, which was probably deleted and made again',
    hint: 'to read the new stream from --from on, delete the lease table, or choose another --app',
    hopeless: true,
    endsARun: 'unless-it-reads',
  },
  {
    pattern: /ExpiredIteratorException/,
    code: 'DAEMON_FAILED',
    message: 'a place in a shard was kept for more than five minutes before it was read on from, and expired',
    hint: 'it is asked for again; if it lasts, fetch less at a time with --max-records, or process faster',
    hopeless: false,
    endsARun: false,
  },
];
