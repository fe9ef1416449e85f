import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { daemonClassPath } from '../../../maven/support/daemon-jars.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const vault = `package org.example;
import java.nio.file.*;
import software.amazon.awssdk.auth.credentials.*;
public final class Vault implements AwsCredentialsProvider {
  public static Vault create() { return new Vault(); }
  @Override public AwsCredentials resolveCredentials() {
    try {
      Files.write(Paths.get("asked.txt"), "yes".getBytes());
    } catch (java.io.IOException error) {
      throw new IllegalStateException(error);
    }
    return AwsBasicCredentials.create("vault", "secret");
  }
}
`;

const processor = 'export default { processRecords() {} };\n';
const names = ['--stream', 'words', '--app', 'MyApp'];

async function project(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'processor.ts'), processor);
  await mkdir(join(folder, 'classes é'));
  return folder;
}

describe('kcl-ts run --classpath', () => {
  it('gives the daemon a provider of credentials of the user’s own, and no warning', async () => {
    const folder = await project();
    await writeFile(join(folder, 'Vault.java'), vault);
    const jars = (await daemonClassPath()).join(':');
    await execa('javac', [
      '-proc:none',
      '-cp',
      jars,
      '-d',
      join(folder, 'classes é'),
      join(folder, 'Vault.java'),
    ]);
    const { exitCode, stderr } = await runCli(
      [
        ...['run', 'processor.ts', ...names, '--local', '--until-caught-up', '--shards', '1'],
        ...['--credentials', 'org.example.Vault', '--classpath', 'classes é'],
      ],
      { cwd: folder, env: { LC_ALL: 'C' } },
    );
    expect(stderr).not.toMatch(/WARN|warn|ERROR/);
    expect(exitCode, stderr).toBe(0);
    expect(await readFile(join(folder, 'asked.txt'), 'utf8')).toBe('yes');
  }, 90_000);

  it('is said to be missing where a class of the user’s own is named, and where it does not have it', async () => {
    const cwd = await project();
    const warnings = async (...args: string[]): Promise<string> => {
      const given = ['--region', 'us-east-1', '--credentials', 'org.example.Vault', ...args];
      return (await runCli(['properties', ...names, ...given], { cwd })).stderr;
    };
    const message =
      "--credentials org.example.Vault: org.example.Vault is not on java's class path: add its jar with --classpath";
    expect(await warnings()).toContain(message);
    expect(await warnings('--classpath', 'classes é')).toContain(message);
    await mkdir(join(cwd, 'classes é', 'org', 'example'), { recursive: true });
    await writeFile(join(cwd, 'classes é', 'org', 'example', 'Vault.class'), '');
    expect(await warnings('--classpath', 'classes é')).toBe('');
  });

  it.each([
    ['nowhere.jar', '--classpath nowhere.jar does not exist'],
    ['processor.ts', '--classpath processor.ts is neither a jar nor a folder'],
    ['classes é/*', '--classpath classes é/*: there is no jar in'],
    [`classes é:nowhere`, '--classpath nowhere does not exist'],
  ])('refuses %s before java starts', async (path, message) => {
    const { exitCode, stderr } = await runCli(
      ['run', 'processor.ts', ...names, '--local', '--dry-run', '--classpath', path],
      { cwd: await project() },
    );
    expect(stderr).toContain(`kcl-ts: ${message}`);
    expect(exitCode, stderr).toBe(2);
  });

  it('takes all jars of a folder, and several entries, from the flag and from KCL_TS_CLASSPATH', async () => {
    const cwd = await project();
    for (const jar of ['b.jar', 'a.jar']) await writeFile(join(cwd, 'classes é', jar), '');
    const added = async (args: string[], env = {}): Promise<string[]> => {
      const { stdout } = await runCli(['run', 'processor.ts', ...names, '--local', '--dry-run', ...args], {
        cwd,
        env,
      });
      const [, path = ''] = /-cp '?([^']*?)'? software/.exec(stdout) ?? [];
      return path
        .split(':')
        .filter((entry) => entry.startsWith(cwd))
        .map((entry) => entry.slice(cwd.length + 1));
    };
    expect(await added(['--classpath', 'classes é/*', '--classpath', '.'])).toEqual([
      ...['classes é/a.jar', 'classes é/b.jar'],
      '',
    ]);
    expect(await added([], { KCL_TS_CLASSPATH: 'classes é/b.jar:classes é' })).toEqual([
      'classes é/b.jar',
      'classes é',
    ]);
  });
});

describe('kcl-ts run --java-opts', () => {
  it.each([
    ['-cp mine.jar', "--java-opts sets the class path (-cp), which is kcl-ts's"],
    ['-jar mine.jar', '--java-opts names a program to run (-jar)'],
    ['Xmx512m', "--java-opts has 'Xmx512m', expected options of the JVM"],
  ])('refuses %s before java starts', async (options, message) => {
    const { exitCode, stderr } = await runCli(
      ['run', 'processor.ts', ...names, '--local', '--dry-run', '--java-opts', options],
      { cwd: await project() },
    );
    expect(stderr).toContain(`kcl-ts: ${message}`);
    expect(exitCode, stderr).toBe(2);
  });

  it('takes options whose value is a word of its own', async () => {
    const { stdout } = await runCli(
      [
        ...['run', 'processor.ts', ...names, '--local', '--dry-run'],
        ...['--java-opts', '--add-opens java.base/java.lang=ALL-UNNAMED'],
      ],
      { cwd: await project() },
    );
    expect(stdout).toContain(' --add-opens java.base/java.lang=ALL-UNNAMED -cp ');
  });
});
