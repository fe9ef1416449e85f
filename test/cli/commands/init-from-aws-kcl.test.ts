import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { down, enter, holdDialogue } from '../../support/dialogue.js';
import { cli, runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const properties = `# of the daemon
executableName = node app.cjs
streamName = words
applicationName = MyApp
regionName = us-east-1
AWSCredentialsProvider = DefaultAWSCredentialsProviderChain
retrievalMode = POLLING
my.own = kept
`;
const manifest = '{\n  "name": "mine",\n  "dependencies": { "aws-kcl": "2.2.6" }\n}\n';

async function application(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = await temporaryFolder();
  await cp('examples/from-aws-kcl/app.cjs', join(cwd, 'app.cjs'));
  const all = { 'sample.properties': properties, 'package.json': manifest, ...files };
  for (const [file, text] of Object.entries(all)) await writeFile(join(cwd, file), text);
  return cwd;
}

async function scriptOf(cwd: string): Promise<string | undefined> {
  const { scripts } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  return scripts?.['kcl-ts'];
}

describe('kcl-ts init --from-aws-kcl', () => {
  it('makes an application run with kcl-ts, which then reads what it read', async () => {
    const cwd = await application();
    const { exitCode, stderr } = await runCli(['init', '--from-aws-kcl'], { cwd });
    expect(exitCode).toBe(0);
    expect(stderr.split('\n')).toEqual([
      'found sample.properties: the application MyApp, which reads words',
      'found app.cjs: a program of aws-kcl, with aws-kcl 2.2.6 (KCL 2)',
      'wrote kcl-ts-migration.md',
      'wrote package.json',
      expect.stringContaining('--from latest: the file has no initialPositionInStream') as string,
      expect.stringContaining('--client-version CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X: ') as string,
      expect.stringContaining('my.own=kept') as string,
      expect.stringContaining('DefaultAWSCredentialsProviderChain is a name of KCL 1.x') as string,
      'kcl-ts-migration.md says what stays, what changes and how to go back',
      '',
      'next:',
      '  npm install',
      '  npm run kcl-ts -- --local    # embedded Kinesis and DynamoDB',
      '  npm run kcl-ts',
    ]);
    expect(await scriptOf(cwd)).toBe(
      'kcl-ts run ./app.cjs --properties sample.properties --from latest --client-version CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X',
    );
    expect(await readFile(join(cwd, 'sample.properties'), 'utf8')).toBe(properties);

    // as npm does it; the command's `kcl-ts` is the one under test
    const bin = join(cwd, 'node_modules', '.bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'kcl-ts'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
      mode: 0o755,
    });
    await writeFile(join(cwd, 'records.txt'), 'one\ntwo\nthree\n');
    const flags = ['--local', '--shards', '2', '--records', 'records.txt', '--from', 'trim-horizon'];
    const run = await execa('npm', ['run', 'kcl-ts', '--', ...flags, '--until-caught-up'], {
      cwd,
      reject: false,
      all: true,
    });
    expect(run.exitCode).toBe(0);
    for (const word of ['one', 'two', 'three']) {
      expect(run.all).toMatch(new RegExp(`shardId-0{11}[01] shardId-0{11}[01] key-\\d+ ${word}`));
    }
    expect(run.all).not.toContain('checkpoint failed');
    expect(run.all).toMatch(/ended \(shutdownRequested\): \d records, checkpoint \d+/);
  }, 90_000);

  it('does not overwrite its report, and writes nothing then', async () => {
    const cwd = await application({ 'kcl-ts-migration.md': 'mine' });
    const { exitCode, stderr } = await runCli(['init', '.', '--from-aws-kcl', '--yes'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('already has kcl-ts-migration.md; nothing was written');
    expect(await readFile(join(cwd, 'package.json'), 'utf8')).toBe(manifest);
  });

  it.each([
    {
      when: 'there are several properties files',
      files: { 'prod.properties': properties },
      message: 'has several properties files: prod.properties, sample.properties',
    },
    {
      when: 'there is none',
      files: { 'sample.properties': 'a = b\n' },
      message: 'has no properties file of the KCL',
    },
    {
      when: 'the one that is named is not there',
      flags: ['--properties', 'no.properties'],
      message: 'cannot read the properties file no.properties: ENOENT',
    },
    {
      when: 'a name is given that comes from the file',
      flags: ['--stream', 'words'],
      message: "option '--from-aws-kcl' cannot be used with option '--stream <name>'",
    },
  ])('writes nothing when $when', async ({ files = {}, flags = [], message }) => {
    const cwd = await application(files);
    const before = await readdir(cwd);
    const { exitCode, stderr } = await runCli(['init', '--from-aws-kcl', ...flags], { cwd });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(await readdir(cwd)).toEqual(before);
  });

  it('refuses --properties alone', async () => {
    const { exitCode, stderr } = await runCli(['init', '--properties', 'x'], { cwd: await application() });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--properties needs --from-aws-kcl') as string,
    });
  });

  it('asks on a terminal for the file, and before it changes package.json', async () => {
    const cwd = await application({ 'zz.properties': properties.replace('MyApp', 'Other') });
    const { exitCode, shown, unasked } = await holdDialogue(['init', '--from-aws-kcl'], {
      cwd,
      answers: [
        ['Which properties file', down + enter],
        ['May package.json get', 'n'],
      ],
    });
    expect(unasked).toBe(0);
    expect(exitCode).toBe(0);
    expect(shown).toContain('the application Other');
    expect(shown).toContain('npx kcl-ts run ./app.cjs --properties zz.properties');
    expect(await readFile(join(cwd, 'package.json'), 'utf8')).toBe(manifest);
  });
});
