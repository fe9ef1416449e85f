import { chmod, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cli } from '../../../support/run-cli.js';
import { startProgram, type RunningProgram } from '../../../support/running-cli.js';
import type { Stack } from '../../../../src/local/start-stack.js';

/** A working copy of aws-kcl, with its samples and what they need. */
export interface SampleProject {
  /** Of the consumer. */
  readonly folder: string;
  readonly root: string;
}

/**
 * Copies the samples of aws-kcl as they are.
 *
 * @param checkout of github.com/awslabs/amazon-kinesis-client-nodejs
 */
export async function copySamples(checkout: string, root: string): Promise<void> {
  await writeFile(join(root, 'package.json'), '{ "private": true }');
  const packages = ['commander@14', 'xml-js@1', 'async@3', 'aws-sdk@2', 'log4js@6'];
  await execa('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], { cwd: root });
  for (const name of ['index.js', 'lib', 'bin', 'pom.xml', 'package.json', 'samples']) {
    await cp(join(checkout, name), join(root, name), { recursive: true });
  }
  // as `npm install` would, and an installation of kcl-ts from the registry
  await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
  await symlink(cli, join(root, 'node_modules', '.bin', 'kcl-ts'));
}

export interface Against {
  readonly stack: Pick<Stack, 'kinesisEndpoint' | 'dynamodbEndpoint'>;
  readonly env: Readonly<Record<string, string>>;
}

const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

/** Makes it run with kcl-ts, and runs it so to the end of the stream. */
export async function runMigrated({ folder, root }: SampleProject, { stack, env }: Against): Promise<string> {
  await execa(process.execPath, [cli, 'init', '--from-aws-kcl', '--yes'], { cwd: folder });
  const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // what `npm run kcl-ts -- …` does, less npm
  const flags = [
    `--kinesis-endpoint ${stack.kinesisEndpoint} --dynamodb-endpoint ${stack.dynamodbEndpoint}`,
    '--metrics none --failover-time 1s --worker-id w --until-caught-up',
  ].join(' ');
  const { all } = await execa(`${scripts['kcl-ts'] ?? ''} ${flags}`, {
    shell: true,
    all: true,
    cwd: folder,
    env: { ...aws, ...env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` },
  });
  return all;
}

/** Starts it with aws-kcl's own bootstrap, whose properties get the endpoints and an application of its own. */
export async function startBootstrap(
  { folder, root }: SampleProject,
  { stack, env }: Against,
  application: string,
): Promise<RunningProgram> {
  const file = join(folder, 'stock.properties');
  const more = [
    `applicationName = ${application}`,
    `kinesisEndpoint = ${stack.kinesisEndpoint}`,
    `dynamoDBEndpoint = ${stack.dynamodbEndpoint}`,
    'workerId = w',
    'metricsLevel = NONE',
    'failoverTimeMillis = 1000',
    'shardSyncIntervalMillis = 1000',
  ];
  const sample = await readFile(join(folder, 'sample.properties'), 'utf8');
  // a name of KCL 1, which the sample of clicks still has: kcl-ts reads it, aws-kcl 3.1.1 does not start with it
  const known = sample.replaceAll('DefaultAWSCredentialsProviderChain', 'DefaultCredentialsProvider');
  await writeFile(file, `${known}\n${more.join('\n')}\n`);
  const bootstrap = join(root, 'bin', 'kcl-bootstrap');
  await chmod(bootstrap, 0o755);
  const { stdout: java } = await execa('which', ['java']);
  return startProgram(bootstrap, ['--java', java, '--properties', file, '--execute'], {
    cwd: folder,
    env: { ...aws, ...env },
  });
}

/** Ends what the bootstrap started: a signal ends only itself, and leaves java running. */
export function endGroup({ pid }: RunningProgram): void {
  process.kill(-pid, 'SIGKILL');
}
