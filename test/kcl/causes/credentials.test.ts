import { describe, expect, it } from 'vitest';
import { explainAwsError } from '../../../src/aws/aws-error.js';
import { credentialsCauseIn } from '../../../src/kcl/causes/credentials.js';
import { KclTsError } from '../../../src/errors.js';

const chain =
  'Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider(), ProfileCredentialsProvider(profileName=default)]) : [SystemPropertyCredentialsProvider(): Unable to load credentials from system settings., ';

/** In the words of the SDKs for JavaScript 3.1143 and for Java 2.33, and of AWS. */
const texts: readonly (readonly [says: string, cause: string])[] = [
  [
    'CredentialsProviderError: Could not load credentials from any providers',
    'no AWS credentials were found',
  ],
  [
    `SdkClientException: ${chain}InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.]`,
    'no AWS credentials were found',
  ],
  [
    "SdkClientException: Profile file contained no credentials for profile 'dev': ProfileFile(x)",
    'no AWS credentials were found',
  ],
  [
    `SdkClientException: ${chain}ProfileCredentialsProvider(profileName=default): The SSO session associated with this profile has expired or is otherwise invalid.]`,
    'the SSO session has ended',
  ],
  [
    "CredentialsProviderError: Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    'the SSO session has ended',
  ],
  ['UnauthorizedException: Session token not found or invalid', 'the SSO session has ended'],
  [
    'CredentialsProviderError: Your session has expired. Please reauthenticate.',
    'the aws login session has ended',
  ],
  [
    'CredentialsProviderError: Failed to load token from /home/a/.aws/login/cache/b.json: Error: ENOENT',
    'the aws login session has ended',
  ],
  [
    'IllegalStateException: Failed to refresh process-based credentials. ← IllegalStateException: Command returned non-zero exit value (1) with error message: Your session has expired. Please reauthenticate.',
    'the aws login session has ended',
  ],
  [
    'SdkClientException: Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain() : [ProfileCredentialsProvider(profileName=dev, profileFile=ProfileFile(profiles=[Profile(name=dev, properties=[login_session, region, credential_process])])): Failed to refresh process-based credentials.]',
    'the aws login session has ended, or cannot be renewed',
  ],
  [
    'CredentialsProviderError: Failed to refresh token: Error: getaddrinfo ENOTFOUND us-east-1.signin.aws.amazon.com. Please re-authenticate using aws login',
    'the aws login session cannot be renewed (getaddrinfo ENOTFOUND us-east-1.signin.aws.amazon.com)',
  ],
  [
    'IllegalStateException: Failed to refresh process-based credentials.',
    'the credential_process of the profile failed',
  ],
  [
    'CredentialsProviderError: Profile dev could not be found in shared credentials file.',
    'the shared AWS files have no profile dev',
  ],
  [
    'CredentialsProviderError: Profile dev requires multi-factor authentication, but no MFA code callback was provided.',
    'the profile dev asks for an MFA code, which nobody can type here',
  ],
  [
    'AccessDenied: User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/r',
    'not allowed to assume the role arn:aws:iam::123456789012:role/r',
  ],
  [
    'ExpiredTokenException: The security token included in the request is expired',
    'the AWS credentials have expired',
  ],
  [
    'UnrecognizedClientException: The security token included in the request is invalid.',
    'AWS does not know the access key',
  ],
  [
    'InvalidSignatureException: The request signature we calculated does not match the signature you provided.',
    'AWS refuses the signature: the secret key does not belong to the access key',
  ],
  [
    'InvalidSignatureException: Signature expired: 20261126T050000Z is now earlier than 20261126T060000Z (20261126T061500Z - 15 min.)',
    "AWS refuses the signature because this machine's clock is wrong",
  ],
  [
    'MissingAuthenticationTokenException: Missing Authentication Token',
    'the calls reach AWS without their signature',
  ],
];

describe('what the SDKs and AWS say of credentials', () => {
  it.each(texts)('%s', (says, cause) => {
    expect(credentialsCauseIn(says)?.message).toBe(cause);
  });

  it('is told from a call that is not allowed', () => {
    expect(
      credentialsCauseIn(
        'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: kinesis:ListShards on resource: b',
      ),
    ).toBeUndefined();
    expect(credentialsCauseIn('Error: connect ECONNREFUSED 127.0.0.1:1')).toBeUndefined();
  });

  it('becomes one line and a next step, without what the SDK said', () => {
    const [says = ''] = texts[1] ?? [];
    const error = explainAwsError(
      Object.assign(new Error(says), { name: 'CredentialsProviderError' }),
      'read the table App',
    );
    expect(error).toBeInstanceOf(KclTsError);
    expect(error).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: 'cannot read the table App: no AWS credentials were found',
      details: undefined,
    });
  });
});
