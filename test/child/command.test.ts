import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { childCommand, childFlags, type ChildCommandOptions } from '../../src/child/command.js';
import { defaultChildOptions } from '../../src/child/options.js';
import { findProgram, posixShells } from '../support/posix-shells.js';
import { batch, status } from './support/drive-session.js';
import { startProcessor } from './support/start-processor.js';

const base: Omit<ChildCommandOptions, 'platform'> = {
  node: '/opt/my node/bin/node',
  entry: { path: '/a b/processor.ts', format: 'module' },
  hooks: '/tmp/a b/hooks.cjs',
  options: defaultChildOptions,
  reports: { kind: 'fifo', path: '/tmp/a b/reports', stopPath: '/tmp/a b/stop' },
};

/** As MultiLangRecordProcessorFactory takes it apart. */
const split = (executableName: string) => executableName.split(/ +/);

describe("the daemon's executableName", () => {
  it('has no path in it that may hold a blank', () => {
    const { executableName, env } = childCommand({ ...base, platform: 'linux' });
    expect(split(executableName)).toEqual(['/bin/sh', '-c', '.$IFS"$KCL_TS_CHILD_LAUNCHER"']);
    expect(env['KCL_TS_CHILD_NODE']).toBe(base.node);
  });

  it('on Windows names node by its path, or by PATH if that holds a blank', () => {
    const windows = (node: string) => childCommand({ ...base, node, platform: 'win32' });
    expect(split(windows('C:\\node\\node.exe').executableName)).toEqual([
      'C:\\node\\node.exe',
      ...childFlags,
      '-e',
      'require(process.env.KCL_TS_CHILD_HOOKS),require(process.env.KCL_TS_CHILD_ENTRY)',
    ]);
    expect(split(windows('C:\\Program Files\\nodejs\\node.exe').executableName)[0]).toBe('node');
    expect(windows('node.exe').env['KCL_TS_CHILD_ENTRY']).toMatch(/\/entry\/child\.cjs$/);
  });

  it('leaves what a user would set to the user: no more is in the environment than what it needs', () => {
    const { env } = childCommand({ ...base, platform: 'linux' });
    expect(Object.keys(env).sort()).toEqual([
      'KCL_TS_CHILD_BEFORE',
      'KCL_TS_CHILD_ENTRY',
      'KCL_TS_CHILD_FLAGS',
      'KCL_TS_CHILD_HOOKS',
      'KCL_TS_CHILD_LAUNCHER',
      'KCL_TS_CHILD_NODE',
      'KCL_TS_CHILD_SETTINGS',
    ]);
  });
});

describe.each(Object.entries(posixShells))('the launcher under %s', (shell, flags) => {
  it('starts the processor from a folder with a space, without what is meant for java alone', async ({
    skip,
  }) => {
    const program = await findProgram(shell);
    if (program === undefined) return skip(`${shell} is not installed`);
    const child = await startProcessor(
      `const { FOR_JAVA, FOR_ALL } = process.env;
      export default { processRecords() { console.log("here", FOR_JAVA, FOR_ALL); } };`,
      {
        shell: `${program}${flags}`,
        env: { FOR_JAVA: '1', FOR_ALL: '2' },
        before: 'unset FOR_JAVA',
      },
    );
    expect(await child.initialize()).toEqual(status('initialize'));
    expect(await child.call(batch('a'))).toEqual(status('processRecords'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    await child.end();
    expect(child.output).toEqual(['here undefined 2']);
    expect(child.noise).toEqual([]);
  });
});

describe('the launcher', () => {
  it('is a script that every POSIX shell can read', async () => {
    const { KCL_TS_CHILD_LAUNCHER = '' } = childCommand({ ...base, platform: 'linux' }).env;
    await promisify(execFile)('/bin/sh', ['-n', KCL_TS_CHILD_LAUNCHER]);
  });
});
