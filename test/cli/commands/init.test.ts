import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ctrlC, down, enter, holdDialogue } from '../../support/dialogue.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const startOf = async (folder: string): Promise<string | undefined> => {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return manifest.scripts['start'];
};

describe('kcl-ts init without a terminal', () => {
  it('asks nothing, and says what it wrote and what to do next', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr, stdout } = await runCli(['init', 'my-consumer'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('wrote my-consumer/src/processor.ts');
    expect(stderr).toContain('cd my-consumer\n  npm install\n  npm run dev');
  });

  it('takes every answer by a flag', async () => {
    const cwd = await temporaryFolder();
    const flags = ['--template', 'batch', '--stream', 'orders', '--app', 'Totals'];
    const { stderr } = await runCli(
      ['init', ...flags, '--region', 'eu-west-1', '--package-manager', 'pnpm'],
      { cwd },
    );
    expect(stderr).toContain('next:\n  pnpm install\n  pnpm run dev');
    expect(await startOf(cwd)).toBe(
      'kcl-ts run src/processor.ts --stream orders --app Totals --region eu-west-1 --until-caught-up',
    );
  });

  it('takes the region, and the package manager that started it, from the environment', async () => {
    const cwd = await temporaryFolder();
    const env = { AWS_REGION: 'eu-north-1', npm_config_user_agent: 'yarn/4.1.0 npm/? node/v24.0.0' };
    const { stderr } = await runCli(['init'], { cwd, env });
    expect(stderr).toContain('yarn install');
    expect(await startOf(cwd)).toContain('--region eu-north-1');
  });

  it('refuses a name that Kinesis would refuse, and writes nothing', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await runCli(['init', '--stream', 'my stream'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has a blank, but a stream name may only hold');
    expect(await readdir(cwd)).toEqual([]);
  });

  it('exits 2 with one message when the target is a file', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'taken'), '');
    const { exitCode, stderr } = await runCli(['init', 'taken'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^kcl-ts: .*taken is not a folder/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe.skipIf(process.platform === 'win32')('kcl-ts init on a terminal', () => {
  it('asks for what no flag gives, and refuses an answer that cannot be', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, shown, unasked } = await holdDialogue(['init', '--package-manager', 'npm'], {
      cwd,
      env: { AWS_REGION: 'eu-west-1' },
      answers: [
        ['What do you want to start from?', down + enter],
        ['Which Kinesis stream', ` x${enter}`],
        ['has a blank', `\u007f\u007f-x${enter}`],
        ['What is the application called?', `s${enter}`],
        ['In which AWS region', enter],
      ],
    });
    expect({ exitCode, unasked }).toEqual({ exitCode: 0, unasked: 0 });
    expect(shown).not.toContain('Which package manager');
    expect(await startOf(cwd)).toMatch(/--stream words-x --app test-kcl-ts-\w+s --region eu-west-1$/);
    expect(await readFile(join(cwd, 'src/processor.ts'), 'utf8')).toContain('periodicCheckpointer');
  });

  it('asks before it overwrites a file, and keeps it unless told otherwise', async () => {
    const cwd = await temporaryFolder();
    for (const file of ['README.md', 'tsconfig.json']) await writeFile(join(cwd, file), 'mine');
    const flags = ['--template', 'basic', '--stream', 's', '--app', 'MyApp', '--region', 'eu-west-1'];
    const { exitCode, unasked } = await holdDialogue(['init', ...flags, '--package-manager', 'npm'], {
      cwd,
      answers: [
        ['README.md is already there', enter],
        ['tsconfig.json is already there', down + enter],
      ],
    });
    expect({ exitCode, unasked }).toEqual({ exitCode: 0, unasked: 0 });
    expect(await readFile(join(cwd, 'README.md'), 'utf8')).toBe('mine');
    expect(await readFile(join(cwd, 'tsconfig.json'), 'utf8')).toContain('"strict": true');
  });

  it('writes nothing when the person gives up', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, shown } = await holdDialogue(['init'], {
      cwd,
      answers: [['What do you want to start from?', ctrlC]],
    });
    expect(exitCode).toBe(130);
    expect(shown).toContain('nothing was written');
    expect(await readdir(cwd)).toEqual([]);
  });

  it('asks nothing with --yes', async () => {
    const cwd = await temporaryFolder();
    const { exitCode, shown } = await holdDialogue(['init', '--yes'], { cwd, answers: [] });
    expect(exitCode).toBe(0);
    expect(shown).not.toContain('?');
    expect(await readdir(cwd)).toContain('package.json');
  });
});
