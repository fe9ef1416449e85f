import { didYouMean } from '../../did-you-mean.js';

const known = ['endpoint', 'endpointRegion', 'externalId'];

/** See KclStsAssumeRoleCredentialsProvider and NestedPropertyKey: what they do not know they skip. */
export function wrongRoleArguments([role, session, ...rest]: readonly string[]): string | undefined {
  if (!role || !session) return 'must have the form StsAssumeRoleCredentialsProvider|ROLE_ARN|SESSION_NAME';
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(role)) {
    return `has ${JSON.stringify(role)} where the ARN of a role must be`;
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    return `has ${JSON.stringify(session)}, which is not a session name`;
  }
  for (const argument of rest) {
    const [key = '', value, ...more] = argument.split('=');
    if (!known.includes(key)) {
      return `has ${JSON.stringify(argument)}, where only ${known.join(', ')} may be${didYouMean(key, known)}`;
    }
    if (!value || more.length > 0) {
      return `has ${JSON.stringify(argument)}, which must be ${key}=value with one = sign`;
    }
    if (key === 'endpoint' && value.split('^').length !== 2) {
      return `has ${JSON.stringify(argument)}, which must be endpoint=URL^REGION`;
    }
  }
  return undefined;
}
