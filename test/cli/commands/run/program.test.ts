import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingJava } from '../../../support/recording-java.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const names = ['--stream', 'words', '--app', 'MyApp', '--local', '--shards', '1'];

interface Folder {
  readonly run: (...args: readonly string[]) => Promise<CliResult>;
  /** The command that each processor would run. */
  readonly command: () => Promise<string>;
  readonly properties: () => Promise<string>;
}

async function folder(files: Record<string, string> = {}): Promise<Folder> {
  const cwd = await temporaryFolder();
  const java = await recordingJava(cwd);
  await mkdir(join(cwd, 'folder'));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(cwd, name), text);
    if (name !== 'plain.py') await chmod(join(cwd, name), 0o755);
  }
  return {
    run: (...args) => runCli(['run', ...names, '--java', java.home, ...args], { cwd }),
    command: async () => (await java.started()).env['KCL_TS_EXEC'] ?? '',
    properties: async () => (await java.started()).properties,
  };
}

describe.skipIf(process.platform === 'win32')('a program that cannot be started', () => {
  it.each([
    ['pyhton3 app.py', 5, "there is no program 'pyhton3' on PATH", 'install it, check its name'],
    ['app.py', 5, "there is no program 'app.py' on PATH", 'the current folder has one: name it ./app.py'],
    ['./nowhere', 5, 'there is no program ./nowhere', 'the path is relative to'],
    ["'./no where'", 5, 'there is no program ./no where', 'the path is relative to'],
    ['./folder', 5, './folder is a folder, expected a program', ''],
    ['./plain.py', 5, './plain.py is not executable', 'run chmod +x ./plain.py'],
    ['./app.py', 5, "app.py names the interpreter '/usr/bin/pyhton', which does not exist", 'install it'],
    ['./env.py', 5, "env.py names the interpreter 'pyhton3', which does not exist", 'install it'],
    [
      './dos.py',
      5,
      "dos.py names the interpreter '/bin/sh' with a carriage return, which does not exist",
      'LF',
    ],
  ])('is refused before java starts: %s', async (command, status, message, hint) => {
    const { run, command: started } = await folder({
      'app.py': '#!/usr/bin/pyhton\n',
      'plain.py': '#!/bin/sh\n',
      'env.py': '#!/usr/bin/env pyhton3\n',
      'dos.py': '#!/bin/sh\r\n',
    });
    const { exitCode, stderr } = await run('--exec', command);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(exitCode, stderr).toBe(status);
    await expect(started()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is refused as well when a properties file names it', async () => {
    const { run } = await folder({ 'old.properties': 'executableName = pyhton3 app.py\n' });
    const { exitCode, stderr } = await run('--properties', 'old.properties');
    expect(stderr).toContain("there is no program 'pyhton3' on PATH");
    expect(exitCode, stderr).toBe(5);
  });
});

describe.skipIf(process.platform === 'win32')('a command for a shell', () => {
  it.each([
    ['cat -u', 'exec cat -u'],
    ['cd folder && cat', 'cd folder && cat'],
    ['A=b cat', 'A=b cat'],
    ['nowhere || cat', 'nowhere || cat'],
    ['exec cat', 'exec cat'],
    ['./no-shebang', 'exec ./no-shebang'],
  ])('is left to the shell: %s', async (given, run) => {
    const project = await folder({ 'no-shebang': 'cat\n' });
    await project.run('--exec', given);
    expect(await project.command()).toMatch(new RegExp(`; ${run.replaceAll(/[.|]/g, '\\$&')}$`));
  });
});

it('a program gets no empty batches because its worker has metrics', async () => {
  const project = await folder();
  const { stderr } = await project.run('--exec', 'cat', '--metrics-port', '0');
  expect(stderr).toMatch(/metrics on port \d+/);
  expect(await project.properties()).not.toContain('callProcessRecordsEvenForEmptyRecordList');
});
