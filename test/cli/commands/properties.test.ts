import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packagedLockFile } from '../../../src/cli/flags/jars.js';
import { runCommand } from '../../../src/cli/commands/run.js';
import { readLockFile } from '../../../src/maven/lock/lock-file.js';
import { decodeProperties } from '../../../src/properties/read/decode.js';
import { propertyOptions } from '../../../src/properties/table/flags.js';
import { propertyTable } from '../../../src/properties/table/index.js';
import { lockOf } from '../../support/lock-of.js';
import { noCli } from '../../support/command-lines.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const flags = ['--stream', 'words', '--app', 'MyApp', '--region', 'eu-west-1'];

const entriesOf = (text: string) =>
  Object.fromEntries(decodeProperties(Buffer.from(text, 'latin1')).map(({ key, value }) => [key, value]));

describe('kcl-ts properties', () => {
  it('prints the properties as data, and nothing else', async () => {
    const { stdout, stderr, exitCode } = await runCli([
      'properties',
      ...flags,
      '--worker-id',
      'grüße-{pid}',
      '--metrics',
      'none',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(entriesOf(stdout)).toMatchObject({
      streamName: 'words',
      workerIdentifier: expect.stringMatching(/^grüße-\d+$/) as string,
      metricsLevel: 'NONE',
      retrievalMode: 'POLLING',
    });
  });

  it('tells of a default that AWS bills for, as long as it is left to the KCL', async () => {
    const left = await runCli(['properties', ...flags, '--explain']);
    expect(left.stdout).toMatch(/^# default of the KCL; CloudWatch bills.*\n# metricsLevel=DETAILED$/m);
    const set = await runCli(['properties', ...flags, '--metrics', 'summary', '--explain']);
    expect(set.stdout).toContain('metricsLevel=SUMMARY');
    expect(set.stdout).not.toContain('CloudWatch bills');
  });

  it('explains each key in comments, in a file that still says the same', async () => {
    const args = ['properties', ...flags, '--worker-id', 'w', '--failover-time', '10s'];
    const [plain, explained] = await Promise.all([runCli(args), runCli([...args, '--explain'])]);
    expect(explained.stdout).toContain(
      '# how long a worker may leave a lease unrenewed before it loses the lease\n# from --failover-time\nfailoverTimeMillis=10000\n',
    );
    expect(entriesOf(explained.stdout)).toEqual(entriesOf(plain.stdout));
    expect(explained.stdout.match(/^# from /gm)).toHaveLength(Object.keys(entriesOf(plain.stdout)).length);
  });

  it('lists all that is wrong, exits with 2 and prints no properties', async () => {
    const { stdout, stderr, exitCode } = await runCli([
      'properties',
      '--stream',
      'zwei Wörter',
      '--app',
      'MyApp',
      '--max-records',
      '0',
      '--region',
      'eu-west-1',
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/2 settings are wrong/);
    expect(stderr).toMatch(/--stream "zwei Wörter": has a blank/);
    expect(stderr).toMatch(/--max-records 0: must not be 0/);
  });

  it('reads settings from the environment and the shared AWS files', async () => {
    const home = await temporaryFolder();
    const config = join(home, 'config');
    await writeFile(config, '[default]\nregion = eu-north-1\n[profile dev]\nregion = eu-south-1\n');
    const env = {
      AWS_CONFIG_FILE: config,
      AWS_REGION: '',
      AWS_DEFAULT_REGION: '',
      KCL_TS_STREAM: 'words',
      KCL_TS_APP: 'MyApp',
    };
    expect(entriesOf((await runCli(['properties'], { env })).stdout)).toMatchObject({
      regionName: 'eu-north-1',
    });
    expect(entriesOf((await runCli(['properties', '--profile', 'dev'], { env })).stdout)).toMatchObject({
      regionName: 'eu-south-1',
      awsCredentialsProvider: 'ProfileCredentialsProvider|dev',
    });
  });

  it('shows no secret of the environment', async () => {
    const secret = 'S3CR3Tvalue';
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_SESSION_TOKEN: secret,
      HTTPS_PROXY: `http://user:${secret}@127.0.0.1:3128`,
    };
    const { stdout, stderr, exitCode } = await runCli(['properties', ...flags, '--explain'], { env });
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toContain(secret);
  });
});

describe('the lock file in use', () => {
  it('says which keys and values there are: those of its version of the KCL', async () => {
    const newer = [
      ...['--set', 'leaseTableScanTotalSegments=4'],
      ...['--client-version', 'client-version-config-compatible-with-2x-phase1'],
    ];
    const lockFile = await lockOf('3.5.1');
    const taken = await runCli(['properties', ...flags, ...newer, '--jars-lock', lockFile]);
    expect(taken).toMatchObject({ exitCode: 0, stderr: '' });
    expect(entriesOf(taken.stdout)).toMatchObject({
      leaseTableScanTotalSegments: '4',
      clientVersionConfig: 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1',
    });
    const packaged = await runCli(['properties', ...flags, ...newer]);
    expect(packaged.exitCode).toBe(2);
    const { kcl } = await readLockFile(packagedLockFile);
    expect(packaged.stderr).toContain(
      `leaseTableScanTotalSegments=4: needs KCL 3.5.0 or newer, and the lock file has ${kcl}`,
    );
    expect(packaged.stderr).toContain(`phase1: needs KCL 3.5.0 or newer, and the lock file has ${kcl}`);
  });

  it('is the same for a run and for the policy, by its variable too', async () => {
    const env = { KCL_TS_JARS_LOCK: await lockOf('3.0.3') };
    const tooNew = [...flags, '--set', 'leaseAssignmentIntervalMillis=20000'];
    for (const command of [
      ['properties'],
      ['iam-policy'],
      ['run', '--exec', 'node app.js', '--local', '--dry-run'],
    ]) {
      const { exitCode, stderr } = await runCli([...command, ...tooNew], { env });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: expect.stringContaining('needs KCL 3.1.1 or newer, and the lock file has 3.0.3') as string,
      });
    }
  });

  it('of KCL 2 has the names of the daemon of KCL 2', async () => {
    const env = { KCL_TS_JARS_LOCK: await lockOf('2.5.4') };
    const { stdout } = await runCli(['properties', ...flags], { env });
    expect(entriesOf(stdout)).toMatchObject({ AWSCredentialsProvider: 'DefaultAWSCredentialsProviderChain' });
  });
});

describe('a properties file that worked with the daemon', () => {
  // The keys and values of the samples of aws-kcl and amazon_kclpy.
  const common = [
    'processingLanguage = x/1',
    'initialPositionInStream = TRIM_HORIZON',
    'regionName = us-east-1',
  ];
  const nodeSample = [
    'executableName = node sample_kcl_app.js',
    'streamName = sample',
    'applicationName = sample',
    'AWSCredentialsProvider = DefaultAWSCredentialsProviderChain',
    ...common,
  ];
  const pythonSample = [
    'executableName = sample_app.py',
    'streamArn = arn:aws:kinesis:us-east-5:000000000000:stream/pysample',
    'streamName = pysample',
    'applicationName = PySample',
    'AwsCredentialsProvider = DefaultCredentialsProvider',
    ...common,
  ];

  async function propertiesOf(lines: readonly string[], ...args: string[]) {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'sample.properties'), `# comment\n${lines.join('\n')}\n`, 'latin1');
    return runCli(['properties', '--properties', 'sample.properties', '--worker-id', 'w', ...args], { cwd });
  }

  it('is taken unchanged, with what the daemon would do silently as warnings', async () => {
    const node = await propertiesOf(nodeSample);
    expect(node.exitCode).toBe(0);
    expect(entriesOf(node.stdout)).toEqual({
      executableName: 'node sample_kcl_app.js',
      streamName: 'sample',
      applicationName: 'sample',
      awsCredentialsProvider: 'DefaultCredentialsProvider',
      processingLanguage: 'x/1',
      initialPositionInStream: 'TRIM_HORIZON',
      regionName: 'us-east-1',
      retrievalMode: 'POLLING',
      shutdownGraceMillis: '20000',
      workerIdentifier: 'w',
    });
    expect(node.stderr).toMatch(/is a name of KCL 1\.x/);
    expect(node.stderr).toMatch(/processingLanguage=x\/1 \(sample\.properties:6\) has no effect/);
    const python = await propertiesOf(pythonSample);
    expect(python.exitCode).toBe(0);
    expect(python.stderr).toMatch(/is not the region of streamArn/);
  });

  it('is read in ISO-8859-1 with escapes and continuations, the last of a key', async () => {
    const { stdout } = await propertiesOf([
      ...pythonSample,
      'our\\u0020note : gr\xfc\xdfe \\',
      '   und mehr',
      'maxRecords=1',
      'maxRecords 2',
    ]);
    expect(entriesOf(stdout)).toMatchObject({ 'our note': 'grüße und mehr', maxRecords: '2' });
  });

  it('names its lines in errors', async () => {
    const { exitCode, stderr } = await propertiesOf([
      ...nodeSample,
      'callProcessRecordsEvenForEmptyRecordList = true ',
      'Failovertimemillis = 1',
      'timeoutInSeconds=abc',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /callProcessRecordsEvenForEmptyRecordList="true " \(sample\.properties:9\): must be true or false, without blanks/,
    );
    expect(stderr).toMatch(/\(sample\.properties:10\).*did you mean failoverTimeMillis/);
    expect(stderr).toMatch(
      /timeoutInSeconds=abc \(sample\.properties:11\): must be a whole number of seconds/,
    );
  });

  it('that is missing or damaged is an error of its own', async () => {
    const missing = await runCli(['properties', '--properties', 'no such file', ...flags]);
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/no such file: it does not exist/) as string,
    });
    const damaged = await propertiesOf(['streamName = \\u12'], ...flags);
    expect(damaged).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/is damaged/) as string });
  });
});

describe('the flags of kcl-ts run', () => {
  it('are listed with the usual ones first, and the others in groups', async () => {
    const { stdout } = await runCli(['run', '--help']);
    const headings = [...stdout.matchAll(/^([A-Z][\w ]+):$/gm)].map(([, heading]) => heading);
    const usual = stdout.slice(
      stdout.indexOf('Usual options:'),
      stdout.indexOf('\n\n', stdout.indexOf('Usual options:')),
    );
    const listed = [...usual.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag);
    expect(headings.find((heading) => heading !== 'Usage' && heading !== 'Arguments')).toBe('Usual options');
    expect(new Set(headings).size).toBe(headings.length);
    for (const flag of ['--stream', '--app', '--region', '--from', '--set', '--properties'])
      expect(listed).toContain(flag);
    expect(listed.length).toBeLessThan(24);
    for (const { name, flag } of propertyOptions)
      expect(stdout).toContain(flag.startsWith('--no-') ? flag : name);
  });

  it('are exactly those of docs/configuration.md, which scripts/generate-docs.mjs writes', async () => {
    const page = await readFile('docs/configuration.md', 'utf8');
    const { options } = runCommand(noCli);
    expect(options.length).toBeGreaterThan(propertyOptions.length);
    for (const { flags: flag } of options) expect(page).toContain(`\`${flag.replaceAll('|', '\\|')}\``);
    for (const { name } of propertyTable) expect(page).toContain(`| \`${name}\` |`);
    const made = await execa(process.execPath, ['scripts/generate-docs.mjs', '--print'], {
      stripFinalNewline: false,
    });
    expect(page).toBe(made.stdout);
  });

  it('takes fan-out for --local, whose own defaults are also for polling', async () => {
    const { exitCode, stderr, stdout } = await runCli(
      ['properties', '--stream', 'words', '--app', 'MyApp', '--local', '--retrieval-mode', 'fanout'],
      {},
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('retrievalMode=FANOUT');
  });
});
