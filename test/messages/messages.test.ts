import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { commandLine } from './command-line.js';
import { machine } from './machine.js';
import type { MessageCase } from './message-case.js';
import { processors } from './processors.js';
import { records } from './records.js';

const groups: Readonly<Record<string, readonly MessageCase[]>> = {
  'the command line': commandLine,
  'the machine': machine,
  processors,
  'records to try with': records,
};

describe.each(Object.entries(groups))('what is said about %s', (_, cases) => {
  it.each(cases.map((one) => [one.when, one] as const))('when %s', async (_when, one) => {
    const folder = await temporaryFolder();
    const home = await temporaryFolder();
    for (const [name, text] of Object.entries(one.files ?? {})) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const { exitCode, stdout, stderr } = await runCli(one.args, {
      cwd: folder,
      extendEnv: false,
      env: { PATH: process.env['PATH'], JAVA_HOME: process.env['JAVA_HOME'], HOME: home, ...one.env },
      ...(one.input === undefined ? {} : { input: one.input }),
    });
    const plain = (text: string): string =>
      text
        .replaceAll(folder, '<folder>')
        .replaceAll(home, '<home>')
        .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z/gm, '<time>')
        .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
    expect({ exitCode, stdout: plain(stdout), stderr: plain(stderr).split('\n') }).toEqual({
      exitCode: one.exitCode,
      stdout: one.stdout ?? '',
      stderr: one.stderr,
    });
  });
});
