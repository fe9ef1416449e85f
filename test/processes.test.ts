import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { howItEnded, run, runNow, sendSignal, start, succeeded } from '../src/processes.js';
import { isRunning } from './support/processes.js';

const sh = '/bin/sh';
const soon = { timeoutMs: 10_000 };

const endings = [
  ['exit 0', { kind: 'exited', exitCode: 0 }, 'ended with exit code 0'],
  ['exit 7', { kind: 'exited', exitCode: 7 }, 'ended with exit code 7'],
  ['kill -KILL $$', { kind: 'killed', signal: 'SIGKILL' }, 'was killed by SIGKILL'],
] as const;

describe('how a process ended', () => {
  it.each(endings)('is told in one way, however it was started: %s', async (script, ending, words) => {
    const beside = start(sh, ['-c', script], { stdio: ['ignore', 'ignore', 'ignore'] });
    expect(await beside.ending).toEqual(ending);
    expect((await run(sh, ['-c', script], soon)).ending).toEqual(ending);
    expect(runNow(sh, ['-c', script], soon).ending).toEqual(ending);
    expect(howItEnded(ending)).toBe(words);
    expect(succeeded(ending)).toBe(script === 'exit 0');
  });

  it('is told of one that could not be started too', async () => {
    const failed = { kind: 'spawn-failed', cause: { code: 'ENOENT' } };
    const beside = start('/nowhere/java', [], { stdio: ['pipe', 'pipe', 'pipe'] });
    expect(await beside.ending).toMatchObject(failed);
    expect(await run('/nowhere/java', [], soon)).toMatchObject({ ending: failed, stdout: '', stderr: '' });
    expect(runNow('/nowhere/java', [], soon)).toMatchObject({ ending: failed, stdout: '', stderr: '' });
    expect(howItEnded(await beside.ending)).toMatch(/^could not be started: .*ENOENT/);
  });

  it('is told of arguments that the system does not take', async () => {
    const { ending } = await run(sh, ['-c', 'exit 0', 'x'.repeat(2 ** 22)], soon);
    expect(ending).toMatchObject({ kind: 'spawn-failed', cause: { code: 'E2BIG' } });
  });

  it('comes after all that the process wrote', async () => {
    const { child, ending } = start(sh, ['-c', 'printf out; printf err >&2'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = Promise.all([text(child.stdout), text(child.stderr)]);
    expect(await ending).toEqual({ kind: 'exited', exitCode: 0 });
    expect(await written).toEqual(['out', 'err']);
  });
});

describe('a program that is run to its end', () => {
  it('is killed when it takes too long, and what it has started is not waited for', async () => {
    const { ending, stdout } = await run(sh, ['-c', 'sleep 60 & echo $!; wait'], { timeoutMs: 500 });
    const left = Number(stdout);
    onTestFinished(() => void sendSignal(left, 'SIGKILL'));
    expect(ending).toEqual({ kind: 'killed', signal: 'SIGKILL' });
    expect(await isRunning(left)).toBe(true);
  });

  it('gets the environment and the folder that are given, and gives what it prints on both streams', async () => {
    const place = { cwd: '/', env: { WORD: 'grüße' }, ...soon };
    const expected = { stdout: '/ grüße', stderr: 'aside' };
    const script = 'printf "%s %s" "$PWD" "$WORD"; printf aside >&2';
    expect(await run(sh, ['-c', script], place)).toMatchObject(expected);
    expect(runNow(sh, ['-c', script], place)).toMatchObject(expected);
  });
});

describe('a signal', () => {
  it('tells whether it found a process', async () => {
    const { child, ending } = start(sh, ['-c', 'read line'], { stdio: ['pipe', 'ignore', 'ignore'] });
    expect(sendSignal(child.pid, 'SIGTERM')).toBe(true);
    expect(await ending).toEqual({ kind: 'killed', signal: 'SIGTERM' });
    expect(sendSignal(child.pid, 'SIGTERM')).toBe(false);
    expect(sendSignal(undefined, 'SIGTERM')).toBe(false);
  });
});
