import { constants } from 'node:os';
import { relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import {
  callingPackageManager,
  findPackageManager,
  packageManagerNames,
  type PackageManagerName,
} from '../../scaffold/package-manager.js';
import type { Project } from '../../scaffold/project.js';
import { findTemplate, templateNames, type TemplateName } from '../../scaffold/templates.js';
import type { CommandFactory } from '../cli.js';

interface InitOptions {
  readonly template?: TemplateName;
  readonly stream?: string;
  readonly app?: string;
  readonly region?: string;
  readonly packageManager?: PackageManagerName;
  readonly yes?: true;
  readonly fromAwsKcl?: true;
  readonly properties?: string;
}

export const initCommand: CommandFactory = (cli) =>
  new Command('init')
    .description(
      'Write a new TypeScript project: a processor, its test, and what it takes to deploy it. On a terminal, asks for what no flag gives. Never overwrites a file without asking.',
    )
    .argument('[dir]', 'the folder of the project', '.')
    .addOption(
      new Option('--template <name>', 'what to start from (default: basic; see below)').choices(
        templateNames,
      ),
    )
    .option('--stream <name>', 'the stream it reads (default: words)')
    .option('--app <name>', "the application's name (default: derived from the folder's name)")
    .option('--region <region>', 'AWS region of the stream (default: AWS_REGION, else us-east-1)')
    .addOption(
      new Option(
        '--package-manager <name>',
        'what installs its packages (default: what started this command, else npm)',
      ).choices(packageManagerNames),
    )
    .option('-y, --yes', 'ask nothing, and use the defaults')
    .addOption(
      new Option(
        '--from-aws-kcl',
        'make the application in the folder run with kcl-ts: one of aws-kcl, of amazon_kclpy, or of the MultiLangDaemon alone',
      ).conflicts(['template', 'stream', 'app', 'region']),
    )
    .option(
      '--properties <file>',
      'with --from-aws-kcl: the properties file of that application (default: the one in the folder)',
    )
    .addHelpText('after', `\nTemplates:\n${templateLines()}`)
    .action(async (dir: string, options: InitOptions) => {
      await init(resolve(cli.context().cwd, dir), options, cli.context());
    });

async function init(folder: string, options: InitOptions, context: Context): Promise<void> {
  const isAsking = !options.yes && isTerminal(context);
  if (options.fromAwsKcl) {
    const { migrate } = await import('./init/migrate.js');
    const packageManager =
      options.packageManager ?? callingPackageManager(context.env['npm_config_user_agent']);
    const { properties } = options;
    await migrate(
      folder,
      {
        packageManager,
        terminal: isAsking ? { input: process.stdin, output: process.stderr } : undefined,
        ...(properties === undefined ? {} : { properties }),
      },
      context,
    );
    return;
  }
  if (options.properties !== undefined) {
    throw new KclTsError('USAGE', '--properties needs --from-aws-kcl', {
      hint: 'add it to make an existing application run with kcl-ts: kcl-ts init --from-aws-kcl',
    });
  }
  const { scaffold } = await import('../../scaffold/scaffold.js');
  const given = givenAnswers(options);
  const suggested = { ...(await suggestedAnswers(folder, context)), ...given };
  if (!isAsking) {
    report(await scaffold(suggested), suggested, context);
    return;
  }
  const terminal = { input: process.stdin, output: process.stderr };
  const { askProject, askClash, Cancelled } = await import('./init/ask.js');
  try {
    const project = await askProject(given, suggested, terminal);
    report(await scaffold(project, { onClash: (file) => askClash(file, terminal) }), project, context);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    context.reporter.info('nothing was written');
    process.exitCode = 128 + constants.signals.SIGINT;
  }
}

/** Whether there is a person to ask, on a terminal that says how wide it is: without a width, nothing could be laid out. */
function isTerminal({ env }: Context): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && process.stderr.columns > 0 && !env['CI'];
}

function givenAnswers({ template, stream, app, region, packageManager }: InitOptions): Partial<Project> {
  return {
    ...(template === undefined ? {} : { template }),
    ...(stream === undefined ? {} : { stream }),
    ...(app === undefined ? {} : { application: app }),
    ...(region === undefined ? {} : { region }),
    ...(packageManager === undefined ? {} : { packageManager }),
  };
}

async function suggestedAnswers(folder: string, { env }: Context): Promise<Project> {
  const { problemWith } = await import('../../scaffold/project.js');
  const { packageName } = await import('../../scaffold/package-name.js');
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? '';
  return {
    folder,
    template: 'basic',
    stream: 'words',
    application: packageName(folder),
    region: problemWith({ region }) === undefined ? region : 'us-east-1',
    packageManager: callingPackageManager(env['npm_config_user_agent']),
  };
}

function report(files: readonly string[], project: Project, { cwd, reporter }: Context): void {
  const place = relative(cwd, project.folder);
  const { install, run } = findPackageManager(project.packageManager);
  for (const file of files) reporter.info(`wrote ${place ? `${place}/` : ''}${file}`);
  reporter.info(`\nnext:\n${place ? `  cd ${place}\n` : ''}  ${install}\n  ${run} dev`);
}

function templateLines(): string {
  return templateNames.map((name) => `  ${name.padEnd(21)}${findTemplate(name).summary}`).join('\n');
}
