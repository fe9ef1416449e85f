// The text of docs/configuration.md.
import { join } from 'node:path';
import { runCommand } from '../dist/cli/commands/run.js';
import { readLockFile } from '../dist/maven/lock/lock-file.js';
import { environmentName, propertyOptions } from '../dist/properties/table/flags.js';
import { propertyGroups } from '../dist/properties/table/index.js';
import { root } from './install.mjs';

/** What is fixed, and tables made from the table of keys, for the KCL of jars.lock, and from the flags of `run`. */
export async function configurationPage() {
  const { kcl } = await readLockFile(join(root, 'jars.lock'));
  return [
    introduction,
    '## Keys of the KCL\n',
    `These are the keys that the MultiLangDaemon of KCL ${kcl} reads. Set a key without a flag by \`--set key=value\`.\n`,
    ...propertyGroups.map(groupSection),
    '## Other flags of `run`\n',
    otherFlagsTable(otherFlagsOfRun()),
    guides,
  ].join('\n');
}

function groupSection({ title, properties }) {
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

function keyRow(spec) {
  const { name, flag, refused } = spec;
  const variable = refused === undefined ? `\`${environmentName(flag?.split(' ')[0] ?? name)}\`` : '';
  const given = [...(flag === undefined ? [] : [`\`${cell(flag)}\``]), ...(variable ? [variable] : [])].join(
    ' ',
  );
  const standard = spec.default === undefined ? '' : cell(String(spec.default));
  return `| \`${name}\` | ${given} | ${cell(valuesOf(spec))} | ${standard} | ${cell(meaningOf(spec))} |`;
}

function valuesOf({ type, values, valuesSince, min, max, unit }) {
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
  return range === '' ? typeWords[type.name] : `${typeWords[type.name]} ${range}`;
}

const typeWords = {
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
  duration: 'duration, such as `PT12H`',
  'epoch-seconds': 'seconds since 1970',
  tags: '`key=value,…`',
  'string-list': 'list',
  'credentials-provider': 'providers',
  'class-name': 'class',
  object: '',
};

function meaningOf({ summary, notes, aliases, since, deprecatedSince, noEffect, refused }) {
  const sentences = [
    sentence(summary),
    ...(refused === undefined ? [] : [`Refused: ${refused}.`]),
    ...(noEffect === undefined ? [] : [`Has no effect, and gives a warning: ${noEffect}.`]),
    ...(since === undefined ? [] : [`From KCL ${since} on.`]),
    ...(deprecatedSince === undefined ? [] : [`Deprecated in KCL ${deprecatedSince}.`]),
    ...(notes === undefined ? [] : [notes]),
    ...(aliases === undefined ? [] : [`Also spelt ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`]),
  ];
  return sentences.join(' ');
}

function sentence(phrase) {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

/** The flags of `run` that are none of the KCL's. */
function otherFlagsOfRun() {
  const ofKeys = new Set(propertyOptions.map(({ flag }) => flag));
  return runCommand({})
    .options.filter(({ flags }) => !ofKeys.has(flags))
    .map(({ flags, description, helpGroupHeading = 'Options:' }) => ({
      flag: flags,
      summary: description,
      group: helpGroupHeading.replace(/:$/, ''),
    }));
}

function otherFlagsTable(flags) {
  const rows = flags.map(
    ({ flag, summary, group }) => `| \`${cell(flag)}\` | ${cell(summary)} | ${cell(group)} |`,
  );
  return ['| flag | meaning | group |', '|---|---|---|', ...rows, ''].join('\n');
}

/** Text that cannot end a cell of a table. */
function cell(text) {
  return text.replaceAll('|', '\\|');
}

const introduction = `<!-- Made by scripts/generate-docs.mjs: change src/properties/table/, src/cli/flags/ or scripts/configuration-page.mjs, and run it again. -->

# Configuration

You can configure \`kcl-ts run\` in four ways. If a setting is given more than once, the first of these wins:

1. flags: those below, and \`--set key=value\` for any key of the KCL;
2. environment variables \`KCL_TS_*\`: one for each flag of \`run\` and each key. \`KCL_TS_SET\` takes one key=value per line;
3. \`--properties FILE\`: an existing properties file of the daemon, read exactly as Java reads it;
4. defaults: the KCL's own, except for four that kcl-ts always writes: the retrieval mode (polling, unless you ask for
   fan-out), the start position (\`trim-horizon\`), a grace period of 20 s, and the default credentials provider.

\`kcl-ts properties\` prints the properties file that \`run\` makes from them for the daemon. With \`--explain\`, it also prints
what each key means and where its value came from.

Flags, variables and \`--set\` take durations such as \`500ms\`, \`10s\`, \`2m\` or \`1.5h\`, or a plain number in the key's own
unit. They take names of values in any case (\`--retrieval-mode fanout\`). A properties file must hold what the daemon
understands.

kcl-ts checks everything before java starts, and lists all mistakes at once. (The daemon alone ignores a misspelt key
without a word, and replaces most wrong values by its default.) A key that this version of the KCL no longer uses gives a
warning. A key of a later version, or a value that cannot work, is an error.
`;

const guides = `## An existing properties file

\`kcl-ts run --properties sample.properties\` runs the \`executableName\` of the file. If you also name a processor
(\`kcl-ts run ./processor.ts --properties sample.properties\`), that runs instead.

kcl-ts differs from the daemon alone in a few points, each with a warning:

- no retrieval mode in the file means polling;
- no start position means \`trim-horizon\`;
- credentials providers with KCL 1.x names (\`DefaultAWSCredentialsProviderChain\`) get their new names.

A misspelt key is an error. A key that is not similar to any key of the KCL is kept.

## Credentials

Without any flag, the AWS SDK looks for credentials as usual: environment, web identity (\`AWS_WEB_IDENTITY_TOKEN_FILE\` and
\`AWS_ROLE_ARN\`), the shared AWS files, the container or instance. You can choose others:

- \`--profile NAME\` uses a profile of the shared AWS files, and its region. Profiles of SSO and of \`aws login\` work too,
  if you log in first. (The AWS SDK for Java does not know \`aws login\`, so java asks the AWS SDK for JavaScript for these
  credentials.)
- \`--role-arn ARN\`, with \`--external-id\` and \`--role-session-name\`, assumes a role for all three services.
- \`--credentials\`, \`--dynamodb-credentials\` and \`--cloudwatch-credentials\` name providers of the SDK. For example, to read
  a stream of another account but keep tables and metrics in your own: \`--role-arn ARN --dynamodb-credentials
  DefaultCredentialsProvider --cloudwatch-credentials DefaultCredentialsProvider\`.

Never put credentials into a property: the daemon logs every property it reads. kcl-ts itself writes them to no flag,
properties file or log. \`kcl-ts iam-policy\` prints the smallest policy for the flags given.

## Proxies

Set \`HTTPS_PROXY\` (or \`ALL_PROXY\`) and \`NO_PROXY\`. They apply to kcl-ts and to the daemon, which gets them as system
properties of the JVM. (By itself, the AWS SDK for Java would only read \`HTTP_PROXY\`.) Services on this machine are always
called directly.

A proxy's password never appears in java's arguments. It is passed in the environment of java, so your processors can see
it.

## Certificates

Set \`NODE_EXTRA_CA_CERTS=FILE\` (PEM) if a private authority signs the certificate of your endpoint, or if your proxy
intercepts TLS connections. Both node and java then trust the file's authorities, because kcl-ts makes a trust store for
each run from java's own authorities and these.

\`AWS_CA_BUNDLE\` has no effect: it is for the AWS CLI, and neither node nor java reads it. To use a trust store of your own,
name it with \`--java-opts -Djavax.net.ssl.trustStore=FILE\` or in one of java's own variables. kcl-ts then leaves it as it is.

## Tables

The KCL keeps three tables in DynamoDB:

- the lease table, named after the application. Only this one is renamed by \`--table-name\`. It is always created on demand
  and without tags; there is no key for either;
- \`<app>-CoordinatorState\`;
- \`<app>-WorkerMetricStats\`.

\`--deletion-protection\`, \`--point-in-time-recovery\` and \`--table-tags\` apply to every table that has a key for them.

## Contradictions

kcl-ts refuses settings that contradict each other, because the daemon would silently follow one of them:

- keys of polling together with fan-out, or keys of fan-out together with polling;
- a stream's name, and the ARN of another stream;
- a region flag that differs from the region of the ARN;
- a time in milliseconds where seconds are meant;
- the endpoint of one service on this machine, and the other service in AWS;
- two different values for one key, for example as a flag and with \`--set\`.

A worker reads one stream. To read several, run one worker for each, with an \`--app\` of its own.
`;
