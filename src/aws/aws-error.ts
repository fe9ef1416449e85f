import { KclTsError, messageOf } from '../errors.js';

/** The name of an error of AWS, such as `ResourceNotFoundException`. */
export function awsErrorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function isNotFound(error: unknown): boolean {
  return awsErrorName(error) === 'ResourceNotFoundException';
}

/** Whether the caller is known and may not do this. */
export function isDenied(error: unknown): boolean {
  return /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(awsErrorName(error));
}

/** Whether no credentials were found, or AWS does not know or no longer accept them. */
export function isCredentialsProblem(error: unknown): boolean {
  return /Credentials|UnrecognizedClient|InvalidSignature|ExpiredToken|IncompleteSignature|MissingAuthentication|TokenProviderError|SSO/.test(
    awsErrorName(error),
  );
}

/** Whether there was no answer: name not found, connection refused, time out. */
export function isUnreachable(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)/.test(error.code)
  );
}

/** Turns what the SDK throws into an error with what to do next. */
export function explainAwsError(error: unknown, doing: string): unknown {
  if (error instanceof KclTsError) return error;
  const message = messageOf(error) || awsErrorName(error);
  if (isCredentialsProblem(error)) {
    return new KclTsError('CREDENTIALS_MISSING', `cannot ${doing}: no usable AWS credentials (${message})`, {
      hint: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached',
      cause: error,
    });
  }
  return error;
}
