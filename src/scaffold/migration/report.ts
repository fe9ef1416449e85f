import { valueOf } from './application.js';
import { mapKeys, type MappedKey } from './mapped-keys.js';
import type { Migration } from './migration.js';
import { scriptName } from './manifest.js';

/** The report of a migration, for whoever reviews it: Markdown. */
export function writeReport(migration: Migration): string {
  const app = valueOf(migration.application, 'applicationName');
  const sections = [
    `# ${app} with kcl-ts`,
    `\`\`\`\nnpm run ${scriptName} -- --local    # embedded Kinesis and DynamoDB\nnpm run ${scriptName}               # AWS\n\`\`\``,
    section('What was found', foundLines(migration)),
    section('What stays', stayLines(migration)),
    section('What changes', changeLines(migration)),
    section('Flags that keep things as they are', flagLines(migration)),
    section('What needs a look', lookLines(migration)),
    `## The keys of the file\n\nEach can be a flag instead.\n\n${table(mapKeys(migration.application.properties))}`,
    section('Next', nextLines(migration)),
    section('Going back', backLines(migration)),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

/** What the project is, in a line each. */
export function foundLines({ application, library, program }: Migration): string[] {
  const stream = valueOf(application, 'streamName') || valueOf(application, 'streamArn');
  const by = library === undefined ? '' : `, with ${library.name} ${library.version} (KCL ${library.kcl})`;
  return [
    `\`${application.file}\`: the application \`${valueOf(application, 'applicationName')}\`, which reads \`${stream}\``,
    program.script === undefined
      ? `\`${program.command}\`: a program that speaks with the daemon${by}`
      : `\`${program.script}\`: a program of aws-kcl${by}`,
  ];
}

function stayLines({ application, program }: Migration): string[] {
  const table = valueOf(application, 'tableName') || valueOf(application, 'applicationName');
  return [
    `The leases and checkpoints in the table \`${table}\`: the new workers continue where the old ones are.`,
    `\`${application.file}\`: kcl-ts reads it, and you can still start the old way with it.`,
    program.script === undefined
      ? `The program: kcl-ts starts \`${program.command}\` for each shard, as the daemon does today.`
      : `\`${program.script}\`, without a change: \`require('aws-kcl')\` in it means kcl-ts when kcl-ts runs it.`,
  ];
}

function changeLines({ program, library }: Migration): string[] {
  return [
    ...(program.script === undefined
      ? []
      : [
          '`console.log` is fine now: what the program prints becomes a log line of its shard.',
          '`--until-caught-up`, `--ready-file` and the health checks know how far each shard is.',
        ]),
    'A stop (SIGTERM, Ctrl-C) calls `shutdownRequested` and gives 20 s for the last checkpoints. The daemon alone gives none.',
    'A failure ends with an exit code other than 0 and one message that names the cause.',
    'The jars are verified against a lock file, and kept in a cache outside of the project.',
    ...(library !== undefined && library.kcl < 3
      ? [
          `KCL ${library.kcl} becomes KCL 3. It makes two more tables and an index; \`kcl-ts iam-policy\` prints the permissions. See docs/migrating.md of kcl-ts.`,
        ]
      : []),
  ];
}

/** The flags of the script, each with its reason. */
export function flagLines({ flags }: Migration): string[] {
  return flags.map(({ words, because }) => `\`${words.join(' ')}\`: ${because}.`);
}

export function lookLines({ application, program, library, warnings }: Migration): string[] {
  const has = (name: string): boolean => valueOf(application, name) !== '';
  return [
    ...(program.because === undefined
      ? []
      : [`\`${program.command}\` is started as it is: ${program.because}.`]),
    ...(library === undefined
      ? [
          'Nothing says which version of the KCL runs today. If it is 1 or 2, add `--client-version CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X` until all workers run with kcl-ts.',
        ]
      : []),
    ...(has('maxActiveThreads')
      ? [
          '`maxActiveThreads` limits the threads of the daemon, and each shard needs several: better leave it out.',
        ]
      : []),
    ...(has('regionName') || has('streamArn')
      ? []
      : ['The file has no region: it comes from `AWS_REGION` or the AWS profile, or give `--region`.']),
    ...warnings.map((warning) => `${warning}.`),
  ];
}

function nextLines({ program, library }: Migration): string[] {
  if (program.script === undefined) {
    return [
      'A processor in TypeScript has types, and reports how far it is: docs/migrating.md of kcl-ts shows one.',
    ];
  }
  return [
    'Rewrite the program as a typed processor when you like: docs/migrating.md of kcl-ts shows both side by side.',
    `When nobody starts the old way any more, delete the package aws-kcl${library ? ` (${library.version})` : ''}, its \`kcl-bootstrap\` scripts, its jars and its logback.xml.`,
  ];
}

function backLines({ library }: Migration): string[] {
  const start = library?.name === 'aws-kcl' ? '`kcl-bootstrap`' : 'the daemon';
  return [
    `Stop the workers, and start ${start} with the same properties file as before.`,
    ...(library !== undefined && library.kcl < 3
      ? [
          'Before that, run the KCL Migration Tool of AWS with `--mode rollback`: docs/migrating.md of kcl-ts.',
        ]
      : []),
  ];
}

function table(keys: readonly MappedKey[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const rows = keys.map(({ key, value, flag, note }) => {
    const says = note ?? `\`${(flag ?? []).join(' ')}\``;
    return `| \`${cell(key)}\` | \`${cell(value)}\` | ${cell(says)} |`;
  });
  return ['| key | value | flag |', '|---|---|---|', ...rows].join('\n');
}
