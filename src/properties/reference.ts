import { kclVersion } from './kcl-version.js';
import { environmentName, propertyOptions } from './options.js';
import type { PropertySpec } from './property-spec.js';
import { propertyGroups, type PropertyGroup } from './table/index.js';

/** A flag of `run` that is none of the KCL's. */
export interface OtherFlag {
  readonly flag: string;
  readonly summary: string;
  readonly group: string;
}

/** docs/configuration.md: what is fixed, and tables made from the table of keys and from the flags of `run`. */
export function configurationPage(otherFlags: readonly OtherFlag[]): string {
  const groups: readonly PropertyGroup[] = propertyGroups;
  return [
    introduction,
    '## Keys of the KCL\n',
    `What the MultiLangDaemon of KCL ${kclVersion} reads. Keys without a flag are given by \`--set key=value\`.\n`,
    ...groups.map(groupSection),
    '## Other flags of `run`\n',
    otherFlagsTable(otherFlags),
    guides,
  ].join('\n');
}

function groupSection({ title, properties }: PropertyGroup): string {
  const shortcuts = propertyOptions.filter(({ group, isShortcut }) => group === title && isShortcut);
  const flags = shortcuts.map(
    ({ flag, environment, summary, keys }) =>
      `| \`${cell(flag)}\` | \`${environment}\` | ${keys.map((key) => `\`${key}\``).join(', ')} | ${cell(summary)} |`,
  );
  const flagTable = ['| flag | variable | keys | meaning |', '|---|---|---|---|', ...flags, ''];
  const keyTable = [
    '| key | flag and variable | values | default | meaning |',
    '|---|---|---|---|---|',
    ...properties.map(keyRow),
    '',
  ];
  return [`### ${title}\n`, ...(flags.length > 0 ? flagTable : []), ...keyTable].join('\n');
}

function keyRow(spec: PropertySpec): string {
  const { name, flag, refused } = spec;
  const variable = refused === undefined ? `\`${environmentName(flag?.split(' ')[0] ?? name)}\`` : '';
  const given = [...(flag === undefined ? [] : [`\`${cell(flag)}\``]), ...(variable ? [variable] : [])].join(
    ' ',
  );
  const standard = spec.default === undefined ? '' : cell(String(spec.default));
  return `| \`${name}\` | ${given} | ${cell(valuesOf(spec))} | ${standard} | ${cell(meaningOf(spec))} |`;
}

function valuesOf({ type, values, valuesSince, min, max, unit }: PropertySpec): string {
  const named = [
    ...(values ?? []),
    ...Object.entries(valuesSince ?? {}).map(([value, since]) => `${value} (from KCL ${since})`),
  ];
  if (named.length > 0) return named.map((value) => value.replace(/^\w+/, '`$&`')).join(', ');
  const range = [
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
    ...(unit === undefined ? [] : [unit]),
  ].join(' ');
  return range === '' ? typeWords[type] : `${typeWords[type]} ${range}`;
}

const typeWords: Readonly<Record<PropertySpec['type'], string>> = {
  string: 'text',
  command: 'command',
  int: 'whole number',
  long: 'whole number',
  double: 'number',
  boolean: 'true or false',
  enum: 'one of',
  arn: 'ARN',
  'aws-region': 'region',
  uri: 'URL',
  duration: 'duration, as `PT12H`',
  'epoch-seconds': 'seconds since 1970',
  tags: '`key=value,…`',
  'string-list': 'list',
  'credentials-provider': 'providers',
  'class-name': 'class',
  object: '',
};

function meaningOf({
  summary,
  notes,
  aliases,
  since,
  deprecatedSince,
  noEffect,
  refused,
}: PropertySpec): string {
  const sentences = [
    sentence(summary),
    ...(refused === undefined ? [] : [`Refused: ${refused}.`]),
    ...(noEffect === undefined ? [] : [`No effect, with a warning: ${noEffect}.`]),
    ...(since === undefined ? [] : [`From KCL ${since} on.`]),
    ...(deprecatedSince === undefined ? [] : [`Deprecated in KCL ${deprecatedSince}.`]),
    ...(notes === undefined ? [] : [notes]),
    ...(aliases === undefined ? [] : [`Also spelt ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`]),
  ];
  return sentences.join(' ');
}

function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

function otherFlagsTable(flags: readonly OtherFlag[]): string {
  const rows = flags.map(
    ({ flag, summary, group }) => `| \`${cell(flag)}\` | ${cell(summary)} | ${cell(group)} |`,
  );
  return ['| flag | meaning | group |', '|---|---|---|', ...rows, ''].join('\n');
}

/** Text that cannot end a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const introduction = `<!-- Made by scripts/generate-docs.mjs: change src/properties/ and run it again. -->

# Configuration

\`kcl-ts run\` makes the daemon's properties file from, in this order of strength:

1. flags: those below, and \`--set key=value\` for any key of the KCL;
2. \`KCL_TS_*\` variables of the environment, one for each flag of \`run\` and each key (\`KCL_TS_SET\` holds one key=value a line);
3. \`--properties FILE\`, a properties file that worked with the daemon, read exactly as Java reads it;
4. defaults: the KCL's own, but that kcl-ts always writes the retrieval mode (polling, unless fan-out is asked for),
   the start position (\`trim-horizon\`), a grace period of 20 s and the default credentials provider.

\`kcl-ts properties\` prints the file, with \`--explain\` also what each key means and where its value came from.

Flags, variables and \`--set\` take durations such as \`500ms\`, \`10s\`, \`2m\` or \`1.5h\`, or a plain number of the key's own
unit, and names of values in any case (\`--retrieval-mode fanout\`). A file must hold what the daemon understands.

Everything is checked before java starts, and all that is wrong is listed at once: the daemon itself ignores a misspelt
key without a word, and takes most wrong values for its default. Keys that this version of the KCL does not use any more
give a warning, keys of a later version and values that cannot work are errors.
`;

const guides = `## An existing properties file

\`kcl-ts run --properties sample.properties\` runs the \`executableName\` of the file; with a processor,
\`kcl-ts run ./processor.ts --properties sample.properties\`, that takes its place. Differences from the daemon alone, each
with a warning: no retrieval mode in the file means polling, no start position means \`trim-horizon\`, and credentials
providers by their KCL 1.x names (\`DefaultAWSCredentialsProviderChain\`) get the new name. Keys that are nothing like a key of the
KCL are kept. A misspelt one is an error.

## Credentials

Without any flag the AWS SDK looks for credentials as usual: environment, web identity (\`AWS_WEB_IDENTITY_TOKEN_FILE\` and
\`AWS_ROLE_ARN\`), the shared AWS files, the container or instance.

- \`--profile NAME\`: a profile of the shared AWS files, also one of SSO or of \`aws login\` (log in first).
  Its region counts too. The AWS SDK for Java does not know \`aws login\`: java asks the AWS SDK for JavaScript for these credentials.
- \`--role-arn ARN\`, with \`--external-id\` and \`--role-session-name\`: assumes a role for all three services.
- \`--credentials\`, \`--dynamodb-credentials\`, \`--cloudwatch-credentials\`: providers of the SDK by name. To read a stream of
  another account but keep tables and metrics in your own: \`--role-arn ARN --dynamodb-credentials
  DefaultCredentialsProvider --cloudwatch-credentials DefaultCredentialsProvider\`.

Credentials are never part of a flag, of the properties file or of a log: the daemon logs every property it reads.
\`kcl-ts iam-policy\` prints the least policy for the flags given.

## Proxies

\`HTTPS_PROXY\` (or \`ALL_PROXY\`) and \`NO_PROXY\` hold for the daemon too, as system properties of the JVM. The AWS SDK for Java
by itself would only read \`HTTP_PROXY\`. A proxy with a password is handed over in the environment of java, and so
seen by the processors: never in its arguments. What kcl-ts itself asks of AWS goes the same way. Services on this machine
are always called directly.

## Certificates

Java trusts what node trusts: for each run, kcl-ts makes a trust store of java's own authorities and those that
\`NODE_EXTRA_CA_CERTS=FILE\` names (PEM). Set it when a private authority signs the certificate of your endpoint, or when
your proxy opens TLS connections. \`AWS_CA_BUNDLE\` is for the AWS CLI: neither node nor java reads it. A store that you name
yourself, with \`--java-opts -Djavax.net.ssl.trustStore=FILE\` or in a variable of java's, is used as it is.

## Tables

The KCL keeps three tables in DynamoDB: the leases in one named after the application, \`<app>-CoordinatorState\` and
\`<app>-WorkerMetricStats\`. \`--table-name\` renames only the first. It is always created on demand and without tags; there is
no key for either. \`--deletion-protection\`, \`--point-in-time-recovery\` and \`--table-tags\` set all the keys there are.

## Contradictions

Refused, because the daemon would silently follow one of the two: keys of polling with fan-out and the reverse, a
stream's name and the ARN of another, a flag that names another region than the ARN, a time in milliseconds where seconds are meant, one endpoint on this
machine and the other service in AWS, the same key given twice with different values. A worker reads one
stream: run one for each, every one with its own \`--app\`.
`;
