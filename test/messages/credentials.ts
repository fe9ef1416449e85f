import { goodProcessor, type MessageCase } from './message-case.js';

const noneFound = [
  '  - AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set',
  '  - AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set',
  '  - the shared AWS files have no profile default',
  '  - no container service gave credentials (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI)',
  '  - this is not an EC2 instance, or its metadata service is turned off',
  '  → run aws configure, name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; --local needs none',
];

const where = ['--app', 'MyApp', '--stream', 'words', '--region', 'eu-west-1'];
const run = ['run', 'processor.ts', ...where];
const doctor = ['doctor', ...where];
/** From the line about credentials on. */
const itsCredentials = /^\S+ +credentials[^]*/m;

const sso = `[profile work]
sso_session = company
sso_account_id = 123456789012
sso_role_name = developer
region = eu-west-1
[sso-session company]
sso_start_url = https://company.invalid/start
sso_region = eu-west-1
`;
const expired = JSON.stringify({
  startUrl: 'https://company.invalid/start',
  region: 'eu-west-1',
  accessToken: 'token',
  expiresAt: '2020-01-01T00:00:00Z',
});
/** The AWS CLI names the file by the SHA-1 of the session's name. */
const login = '~/.aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json';

const loginExpired = [
  'no AWS credentials: ProfileCredentialsProvider|work finds none',
  '  - the login of the SSO profile work has expired',
  '  → log in: aws sso login --profile work',
];

export const credentials: readonly MessageCase[] = [
  {
    when: 'there are none for run',
    args: run,
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: ['kcl-ts: no AWS credentials: DefaultCredentialsProvider finds none', ...noneFound],
  },
  {
    when: 'there are none for leases',
    args: ['leases', ...where],
    exitCode: 2,
    stderr: ['kcl-ts: no AWS credentials: DefaultCredentialsProvider finds none', ...noneFound],
  },
  {
    when: 'there are none for doctor',
    args: doctor,
    exitCode: 1,
    part: itsCredentials,
    stdout: [
      'fail  credentials      no AWS credentials: DefaultCredentialsProvider finds none',
      ...noneFound.map((line) => `    ${line}`),
    ].join('\n'),
    stderr: [''],
  },
  {
    when: 'the profile of run does not exist',
    args: [...run, '--profile', 'nobody'],
    files: { 'processor.ts': goodProcessor },
    exitCode: 2,
    stderr: [
      'kcl-ts: --profile nobody: the shared AWS files have no such profile',
      '  → run aws configure, or set AWS_CONFIG_FILE',
    ],
  },
  {
    when: 'the profile of leases does not exist',
    args: ['leases', ...where],
    env: { AWS_PROFILE: 'nobody' },
    exitCode: 2,
    stderr: [
      'kcl-ts: no AWS credentials: DefaultCredentialsProvider finds none',
      '  - the shared AWS files have no profile nobody',
      '  → check AWS_PROFILE and --profile; aws configure list-profiles names those there are',
    ],
  },
  {
    when: 'the SSO login of run has expired',
    args: [...run, '--profile', 'work'],
    files: { 'processor.ts': goodProcessor, '~/.aws/config': sso, [login]: expired },
    exitCode: 2,
    stderr: loginExpired.map((line, index) => (index === 0 ? `kcl-ts: ${line}` : line)),
  },
  {
    when: 'the SSO login of doctor has expired',
    args: [...doctor, '--profile', 'work'],
    files: { '~/.aws/config': sso, [login]: expired },
    exitCode: 1,
    part: itsCredentials,
    stdout: loginExpired
      .map((line, index) => (index === 0 ? `fail  credentials      ${line}` : `    ${line}`))
      .join('\n'),
    stderr: [''],
  },
  {
    when: 'leases is told no region',
    args: ['leases', '--app', 'MyApp'],
    exitCode: 2,
    stderr: [
      'kcl-ts: no AWS region was found in a flag, the environment or a profile',
      '  → give --region, set AWS_REGION, or name a profile with a region by --profile',
    ],
  },
  {
    when: 'leases is told no application',
    args: ['leases', '--stream', 'words', '--region', 'eu-west-1'],
    exitCode: 2,
    stderr: ['kcl-ts: no application is named', '  → give --app NAME, or --table-name'],
  },
];
