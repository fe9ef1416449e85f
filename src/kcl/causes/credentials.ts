/** What is wrong with credentials, and what to do about it. */
export interface CredentialsCause {
  /** Looked for in names of errors and their messages. */
  readonly pattern: RegExp;
  readonly code: 'CREDENTIALS_MISSING';
  readonly message: string | ((match: RegExpExecArray) => string);
  readonly hint: string;
  /** Retrying will not help: while the daemon still starts, it is stopped at once. */
  readonly hopeless: true;
  /** Whether a worker that runs has nothing to do as long as it lasts. */
  readonly endsARun: boolean;
}

const code = 'CREDENTIALS_MISSING' as const;
export const noneFound = 'no AWS credentials were found';

const lasting = { code, hopeless: true, endsARun: true } as const;
const atStart = { code, hopeless: true, endsARun: false } as const;

const anyOf = (...texts: readonly string[]): RegExp => new RegExp(texts.join('|'));

/**
 * What is wrong with credentials, in the words of the SDKs for JavaScript (3.1143) and for Java (2.33), and of AWS, which
 * both pass on. The first that fits.
 */
export const credentialsCauses: readonly CredentialsCause[] = [
  {
    ...lasting,
    pattern: anyOf(
      'Signature expired',
      'Signature not yet current',
      'RequestTimeTooSkewed',
      'RequestExpired',
      'is now earlier than',
    ),
    message: "AWS refuses the signature because this machine's clock is wrong",
    hint: 'set the clock (timedatectl set-ntp true, or restart the virtual machine) and start again',
  },
  {
    ...lasting,
    pattern: /not authorized to perform: sts:AssumeRole(?:WithWebIdentity)?(?: on resource: (\S+))?/,
    message: (match) => `not allowed to assume the role ${match[1] ?? ''}`.trimEnd(),
    hint: "the role's trust policy must name the caller, and the caller's own policy must allow sts:AssumeRole",
  },
  {
    ...lasting,
    pattern: /Failed to refresh token: (?:\w*Error: )?((?:getaddrinfo|connect|Client network).*?)\. Please/,
    message: (match) => `the aws login session cannot be renewed (${match[1] ?? ''})`,
    hint: 'check the network and the proxy, or log in again with aws login',
  },
  {
    ...lasting,
    pattern: anyOf(
      'session has expired\\. Please reauthenticate',
      'authenticate using `?aws login',
      'change in your password',
      'Failed to load token from',
      'Token validation failed',
    ),
    message: 'the aws login session has ended',
    hint: 'log in again with aws login, and start again',
  },
  {
    ...lasting,
    pattern: anyOf(
      'SSO session',
      'aws sso login',
      'Token is expired',
      'SSO token',
      'UnauthorizedException: Session token',
    ),
    message: 'the SSO session has ended',
    hint: 'log in again with aws sso login, and start again',
  },
  {
    ...lasting,
    pattern: anyOf(
      'ExpiredToken(?:Exception)?',
      'The security token included in the request is expired',
      'Token has expired',
    ),
    message: 'the AWS credentials have expired',
    hint: 'get new ones: log in with aws sso login or aws login, or set new AWS_ variables',
  },
  {
    ...lasting,
    pattern: anyOf(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'The security token included in the request is invalid',
    ),
    message: 'AWS does not know the access key',
    hint: 'check which one is in use (aws sts get-caller-identity); a temporary key needs AWS_SESSION_TOKEN too',
  },
  {
    ...lasting,
    pattern: anyOf('InvalidSignatureException', 'SignatureDoesNotMatch', 'IncompleteSignature'),
    message: 'AWS refuses the signature: the secret key does not belong to the access key',
    hint: 'check AWS_SECRET_ACCESS_KEY, or the profile, for a key that was cut or mixed up',
  },
  {
    ...lasting,
    pattern: /MissingAuthenticationToken/,
    message: 'the calls reach AWS without their signature',
    hint: 'check the endpoint and the proxy: something on the way removes the Authorization header',
  },
  {
    ...lasting,
    // Java keeps what the program said to its debug log; the profile tells that it is kcl-ts's own (configForJava).
    pattern: /properties=\[[^\]]*login_session[^\]]*credential_process.*process-based credentials/,
    message: 'the aws login session has ended, or cannot be renewed',
    hint: 'log in again with aws login; if that does not help, check the network and the proxy',
  },
  {
    ...lasting,
    pattern: /process-based credentials|Process did not return|Command returned non-zero exit value/,
    message: 'the credential_process of the profile failed',
    hint: 'run its command by hand: it must print the credentials as JSON',
  },
  {
    ...atStart,
    pattern: /[Pp]rofile '?([^\s']+)'? (?:could not be found|was not found)/,
    message: (match) => `the shared AWS files have no profile ${match[1] ?? ''}`,
    hint: 'check --profile and AWS_PROFILE; aws configure list-profiles shows the profiles you have',
  },
  {
    ...atStart,
    pattern: /[Pp]rofile (\S+) requires multi-factor authentication/,
    message: (match) => `the profile ${match[1] ?? ''} asks for an MFA code, which nobody can type here`,
    hint: 'get temporary credentials with the code first (aws sts get-session-token), and use those',
  },
  {
    ...atStart,
    pattern: anyOf(
      'Unable to load (?:AWS )?credentials',
      'Could not load credentials from any providers',
      'Profile file contained no credentials',
      'Failed to load credentials from',
      'Could not resolve credentials using profile',
      'CredentialsProviderError',
      'TokenProviderError',
    ),
    message: noneFound,
    hint: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached; --local needs none',
  },
  {
    ...atStart,
    pattern: /Unable to load region from any of the providers|Region is missing/,
    message: 'no AWS region was found',
    hint: 'name one with --region or AWS_REGION',
  },
];

/** The first cause in what an SDK or AWS says. */
export function credentialsCauseIn(
  text: string,
): { readonly message: string; readonly hint: string } | undefined {
  for (const { pattern, message, hint } of credentialsCauses) {
    const match = pattern.exec(text);
    if (match) return { message: typeof message === 'string' ? message : message(match), hint };
  }
  return undefined;
}
