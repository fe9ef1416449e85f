/**
 * Who can fix it: `user` by changing the command or a file, `environment` by changing the machine or the network;
 * `internal` is a defect of kcl-ts.
 */
export type ErrorSource = 'user' | 'environment' | 'internal';

interface ErrorKind {
  readonly exitCode: number;
  readonly source: ErrorSource;
  readonly meaning: string;
}

/** Every error kcl-ts raises on purpose. The reference page in docs/errors.md lists exactly these. */
export const errorKinds = {
  INTERNAL: { exitCode: 1, source: 'internal', meaning: 'kcl-ts itself failed; please report it' },
  DAEMON_FAILED: { exitCode: 1, source: 'environment', meaning: 'the MultiLangDaemon ended by itself' },
  PROCESSOR_FAILED: { exitCode: 1, source: 'user', meaning: 'the processor threw, exited or timed out' },
  USAGE: { exitCode: 2, source: 'user', meaning: 'kcl-ts does not understand the command line' },
  CONFIG_INVALID: {
    exitCode: 2,
    source: 'user',
    meaning: 'a setting is unknown, of the wrong type or out of range, or contradicts another',
  },
  CONFIG_FILE: {
    exitCode: 2,
    source: 'user',
    meaning: 'a configuration file cannot be read, or the temporary folder cannot be written to',
  },
  STREAM_NOT_FOUND: {
    exitCode: 2,
    source: 'user',
    meaning: 'the stream does not exist in this region and account',
  },
  AWS_REFUSED: {
    exitCode: 2,
    source: 'user',
    meaning: 'AWS refuses a call, for example because a permission is missing',
  },
  AWS_UNREACHABLE: {
    exitCode: 1,
    source: 'environment',
    meaning: 'AWS cannot be reached, or something else answers at its address',
  },
  CREDENTIALS_MISSING: { exitCode: 2, source: 'user', meaning: 'no AWS credentials or region were found' },
  LOCAL_UNAVAILABLE: {
    exitCode: 2,
    source: 'environment',
    meaning: 'the embedded Kinesis and DynamoDB are not installed or did not start',
  },
  RECORDS_INVALID: {
    exitCode: 2,
    source: 'user',
    meaning: 'a file of records cannot be read, or a line in it is not a record',
  },
  LEASES_IN_USE: {
    exitCode: 2,
    source: 'user',
    meaning: 'workers are at work whose leases would be changed',
  },
  TARGET_NOT_EMPTY: {
    exitCode: 2,
    source: 'user',
    meaning: 'the files cannot be written there, or they already exist',
  },
  JAVA_MISSING: { exitCode: 3, source: 'environment', meaning: 'no java that works was found' },
  JAVA_TOO_OLD: {
    exitCode: 3,
    source: 'environment',
    meaning: 'java is older than the daemon needs',
  },
  JARS_UNAVAILABLE: { exitCode: 4, source: 'environment', meaning: 'a jar could not be downloaded' },
  JAR_CORRUPT: { exitCode: 4, source: 'environment', meaning: 'a jar differs from the one in the lock file' },
  JARS_MISMATCHED: { exitCode: 4, source: 'user', meaning: 'the jars on the class path do not fit together' },
  CACHE_UNUSABLE: { exitCode: 4, source: 'environment', meaning: 'the jar cache cannot be read or written' },
  LOCK_INVALID: {
    exitCode: 4,
    source: 'user',
    meaning: 'jars.lock is missing, damaged or out of date',
  },
  COMPILER_UNAVAILABLE: {
    exitCode: 5,
    source: 'environment',
    meaning: 'esbuild, which compiles processors, is not installed for this platform',
  },
  PROCESSOR_NOT_FOUND: { exitCode: 5, source: 'user', meaning: 'the processor file does not exist' },
  PROCESSOR_INVALID: {
    exitCode: 5,
    source: 'user',
    meaning: 'the processor does not compile or load, or has no processRecords',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

export interface ErrorDetails {
  /** What to do next: one or more lines, lowercase, no full stop. */
  readonly hint?: string;
  /** Further lines shown under the message: a code frame, the last log lines, a list of mismatches. */
  readonly details?: string;
  readonly cause?: unknown;
}

/**
 * An expected failure: shown as message, details and hint, never with a stack.
 *
 * The message is lowercase, has no full stop, and says what was expected and what was got, the value included.
 */
export class KclTsError extends Error {
  readonly code: ErrorCode;
  readonly source: ErrorSource;
  readonly exitCode: number;
  readonly hint: string | undefined;
  readonly details: string | undefined;

  constructor(code: ErrorCode, message: string, { hint, details, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KclTsError';
    this.code = code;
    this.source = errorKinds[code].source;
    this.exitCode = errorKinds[code].exitCode;
    this.hint = hint;
    this.details = details;
  }
}

/** The text of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error (ENOENT, EACCES, ECONNRESET …), if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
