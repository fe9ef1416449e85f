import { KclTsError, messageOf } from '../errors.js';
import { credentialsCauseIn } from '../kcl/causes/credentials.js';
import { noAnswer } from './no-answer.js';

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

/** Whether too much was asked at once, of a shard, a table or the account: later the same call may do. */
export function isThrottled(error: unknown): boolean {
  return isThrottlingName(awsErrorName(error));
}

export function isThrottlingName(name: string): boolean {
  return /^(ProvisionedThroughputExceeded|RequestLimitExceeded|LimitExceeded|KMSThrottling|Throttling)/.test(
    name,
  );
}

/** What is wrong with the credentials, if that is what an error says: none were found, or AWS does not take them. */
export function credentialsCause(
  error: unknown,
): { readonly message: string; readonly hint: string } | undefined {
  return credentialsCauseIn(`${awsErrorName(error)}: ${messageOf(error)}`);
}

/** Turns what the AWS SDK throws into an error with what to do next. What is not of AWS or the network stays as it is. */
export function explainAwsError(error: unknown, doing: string): unknown {
  if (error instanceof KclTsError) return error;
  const credentials = credentialsCause(error);
  if (credentials) {
    return new KclTsError('CREDENTIALS_MISSING', `cannot ${doing}: ${credentials.message}`, {
      hint: credentials.hint,
      cause: error,
    });
  }
  const silence = noAnswer(error);
  if (silence) {
    return new KclTsError('AWS_UNREACHABLE', `cannot ${doing}: ${silence.message}`, {
      hint: silence.hint,
      cause: error,
    });
  }
  if (!isAnswer(error)) return error;
  const message = messageOf(error) || awsErrorName(error);
  return new KclTsError('AWS_REFUSED', `cannot ${doing}: ${awsErrorName(error)}: ${message}`, {
    hint: hintFor(error),
    cause: error,
  });
}

function hintFor(error: unknown): string {
  if (isDenied(error))
    return "add it to the role's policy; kcl-ts iam-policy prints the policy these flags need";
  if (isThrottled(error)) return 'AWS takes no more at the moment: try again in a while';
  return 'check --region, the names and the AWS profile';
}

/**
 * Waits for calls of AWS. What they throw comes as explainAwsError has it.
 *
 * @param doing what they are for, such as `read the table words`
 */
export async function explained<T>(doing: string, calls: Promise<T>): Promise<T> {
  try {
    return await calls;
  } catch (error) {
    throw explainAwsError(error, doing);
  }
}

/** The SDK marks what a service answered with `$fault`, and with `$metadata` what it could make nothing of. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && ('$fault' in error || '$metadata' in error);
}
