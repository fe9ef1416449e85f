import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPropertiesFiles } from '../../../src/scaffold/migration/application.js';
import { planMigration, reportName } from '../../../src/scaffold/migration/plan-migration.js';
import { writeFiles } from '../../../src/scaffold/scaffold.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const names = 'streamName = words\napplicationName = MyApp\nregionName = eu-west-1\n';
const complete = `${names}initialPositionInStream = TRIM_HORIZON\nretrievalMode = POLLING\nAWSCredentialsProvider = DefaultCredentialsProvider\n`;
const app = "const kcl = require('aws-kcl');\nkcl({}).run();\n";

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

const needs = (dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name: 'mine', scripts: { test: 'mocha' }, dependencies }, null, 4);

async function plan(files: Readonly<Record<string, string>>, file = 'app.properties') {
  return planMigration(await project(files), file);
}

describe('an application of aws-kcl', () => {
  const files = {
    'app.js': app,
    'app.properties': `executableName = node app.js\n${complete}`,
    'package.json': needs({ 'aws-kcl': '^3.1.0' }),
  };

  it('runs its program as a processor, with its properties file', async () => {
    const { migration } = await plan(files);
    expect(migration.command).toBe('kcl-ts run ./app.js --properties app.properties');
    expect(migration.library).toEqual({ name: 'aws-kcl', version: '^3.1.0', kcl: 3 });
    expect(migration.warnings).toEqual([]);
  });

  it('gets a script and a dependency in its package.json, and nothing else of it changes', async () => {
    const { files: written, edited } = await plan(files);
    const text = written.get('package.json') ?? '';
    expect(text).toContain('\n    "name": "mine",');
    expect(JSON.parse(text)).toEqual({
      name: 'mine',
      scripts: { test: 'mocha', 'kcl-ts': 'kcl-ts run ./app.js --properties app.properties' },
      dependencies: { 'aws-kcl': '^3.1.0', 'kcl-ts': expect.stringMatching(/^\^\d/) as string },
    });
    expect(edited).toEqual(new Set(['package.json']));
  });

  it('is not changed a second time', async () => {
    const folder = await project(files);
    const first = await planMigration(folder, 'app.properties');
    await writeFiles(folder, first.files, { edited: first.edited });
    expect((await planMigration(folder, 'app.properties')).files.has('package.json')).toBe(false);
    await expect(writeFiles(folder, first.files, { edited: first.edited })).rejects.toThrow(
      `${folder} already has ${reportName}; nothing was written`,
    );
  });

  it('keeps a script of the same name that does something else', async () => {
    const manifest = JSON.stringify({ scripts: { 'kcl-ts': 'echo mine' } });
    await expect(plan({ ...files, 'package.json': manifest })).rejects.toMatchObject({
      code: 'TARGET_NOT_EMPTY',
    });
  });

  it.each([
    [
      'at the root',
      { 'bin/app.js': app },
      'node bin/app.js',
      'conf/app.properties',
      'kcl-ts run bin/app.js --properties conf/app.properties',
    ],
    [
      'beside the file',
      { 'conf/app.js': app },
      'node app.js',
      'conf/app.properties',
      'cd conf && kcl-ts run ./app.js --properties app.properties',
    ],
    [
      'with a shebang',
      { 'app.js': app },
      './app.js',
      'app.properties',
      'kcl-ts run ./app.js --properties app.properties',
    ],
    [
      'found by env',
      { 'app.js': app },
      '/usr/bin/env node app.js',
      'app.properties',
      'kcl-ts run ./app.js --properties app.properties',
    ],
  ])('has its program %s', async (_, program, executableName, file, command) => {
    const properties = { [file]: `executableName = ${executableName}\n${complete}` };
    const manifest = { 'package.json': needs({ 'aws-kcl': '3.0.0' }) };
    expect((await plan({ ...program, ...properties, ...manifest }, file)).migration.command).toBe(command);
  });

  it.each([
    ['node --max-old-space-size=200 app.js', 'it has options for node: NODE_OPTIONS gives them'],
    ['node app.js --verbose', 'it has arguments: --verbose'],
    ['node dist/app.js', 'dist/app.js is not there: perhaps it is built first'],
  ])('keeps the command %s, and says why', async (executableName, because) => {
    const { migration } = await plan({
      ...files,
      'app.properties': `executableName = ${executableName}\n${complete}`,
    });
    expect(migration.command).toBe('kcl-ts run --properties app.properties');
    expect(migration.program.because).toBe(because);
  });

  it.each([
    ['3.1.1', '', ['--from', 'latest', '--retrieval-mode', 'fanout']],
    ['3.1.1', 'maxRecords = 100\n', ['--from', 'latest', '--retrieval-mode', 'polling']],
    [
      '2.2.6',
      'retrievalMode = DEFAULT\n',
      ['--from', 'latest', '--client-version', 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X'],
    ],
    [
      '0.7.0',
      'initialPositionInStream = LATEST\n',
      ['--retrieval-mode', 'polling', '--client-version', 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X'],
    ],
  ])('goes on as aws-kcl %s did with %j', async (version, more, flags) => {
    const { migration } = await plan({
      'app.js': app,
      'app.properties': `executableName = node app.js\n${names}${more}`,
      'package.json': needs({ 'aws-kcl': version }),
    });
    expect(migration.flags.flatMap(({ words }) => words)).toEqual(flags);
    expect(migration.command.endsWith(flags.join(' '))).toBe(true);
  });

  it('takes over what its files are, where it gets its first package.json', async () => {
    const folder = await project({
      'package.json': '{ "type": "module", "dependencies": { "aws-kcl": "3.0.0" } }',
      'consumer/app.js': "import kcl from 'aws-kcl';",
      'consumer/app.properties': `executableName = node app.js\n${complete}`,
    });
    const { files: written, edited } = await planMigration(join(folder, 'consumer'), 'app.properties');
    expect(JSON.parse(written.get('package.json') ?? '')).toMatchObject({ private: true, type: 'module' });
    expect(edited.size).toBe(0);
  });
});

describe('an application in another language', () => {
  it.each([
    ['amazon_kclpy', 'requirements.txt', 'boto3\namazon_kclpy==2.1.5\n', 2],
    ['amazon_kclpy', 'pyproject.toml', 'dependencies = ["amazon-kclpy>=3.0.1"]\n', 3],
    [
      'amazon-kinesis-client-multilang',
      'pom.xml',
      '<artifactId>amazon-kinesis-client-multilang</artifactId>\n  <version>2.5.4</version>',
      2,
    ],
    [
      'amazon-kinesis-client-multilang',
      'build.gradle',
      "implementation 'software.amazon.kinesis:amazon-kinesis-client-multilang:3.0.0'",
      3,
    ],
  ])('keeps its program: %s in %s', async (name, file, text, kcl) => {
    const { migration } = await plan({
      [file]: text,
      'app.py': '',
      'app.properties': `executableName = python3 app.py\n${complete}`,
    });
    expect(migration.command).toMatch(/^kcl-ts run --properties app\.properties/);
    expect(migration.library).toMatchObject({ name, kcl });
  });
});

describe('the report of a migration', () => {
  it('says what needs a look, keeps unknown keys, and shows no secret', async () => {
    const { files } = await plan({
      'app.py': '',
      'app.properties': `executableName = python3 app.py\nstreamName = words\napplicationName = MyApp\nmaxActiveThreads = 2\nmy.own = 1 | 2\nmyPassword = hunter2\nAWSCredentialsProvider = DefaultAWSCredentialsProviderChain\n`,
    });
    const report = files.get(reportName) ?? '';
    expect(report).toContain(
      '| `my.own` | `1 \\| 2` | no key of the KCL: stays in the file, without effect |',
    );
    expect(report).toContain('Nothing says which version of the KCL runs today');
    expect(report).toContain('`maxActiveThreads` limits the threads of the daemon');
    expect(report).toContain('The file has no region');
    expect(report).toContain('DefaultAWSCredentialsProviderChain is a name of KCL 1.x');
    expect(report).not.toContain('hunter2');
  });

  it('is not written for a file that `run` would refuse', async () => {
    const wrong = plan({ 'app.properties': `executableName = x\n${names}failoverTimeMilis = 1\n` });
    await expect(wrong).rejects.toThrow(/failoverTimeMilis.*did you mean.*failoverTimeMillis/);
  });
});

describe('looking for properties files', () => {
  it('finds those of the daemon, the nearest first, and none of packages', async () => {
    const folder = await project({
      'deep/er/app.properties': `executableName = x\n${names}`,
      'app.properties': `executableName = x\n${names}`,
      'log4j.properties': 'log4j.rootLogger = INFO\n',
      'node_modules/aws-kcl/sample.properties': `executableName = x\n${names}`,
    });
    expect(await findPropertiesFiles(folder)).toEqual(['app.properties', 'deep/er/app.properties']);
    await expect(planMigration(folder, 'missing.properties')).rejects.toMatchObject({ code: 'CONFIG_FILE' });
    expect(await readFile(join(folder, 'log4j.properties'), 'utf8')).toContain('INFO');
  });
});
