import { awsErrorName, explainAwsError } from '../aws/aws-error.js';
import { noAnswer } from '../aws/no-answer.js';
import { KclTsError, messageOf } from '../errors.js';
import type { Cause } from '../kcl/causes/cause.js';
import { causeIn } from '../kcl/causes/index.js';

/**
 * What a call of kcl-ts's own to AWS met with, by the same names as the daemon's errors, so that it is said once.
 *
 * @param doing what the call was for: `tell whether all is read`
 */
export function ownCause(error: unknown, doing: string): Cause {
  const silence = noAnswer(error);
  if (silence) return { ...silence, code: 'AWS_UNREACHABLE', hopeless: false, endsARun: false };
  const known = causeIn(`${awsErrorName(error)}: ${messageOf(error)}`);
  if (known) return known;
  const explained = explainAwsError(error, doing);
  const code = explained instanceof KclTsError ? explained.code : 'INTERNAL';
  const hint = (explained instanceof KclTsError ? explained.hint : undefined) ?? 'it is tried again';
  return { code, message: messageOf(explained), hint, hopeless: false, endsARun: false };
}
