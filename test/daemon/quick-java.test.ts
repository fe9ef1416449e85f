import { describe, expect, it } from 'vitest';
import { quickJava } from '../../src/daemon/quick-java.js';

const java = { path: '/jdk/bin/java', version: '17.0.15', major: 17 };
const context = { cwd: '/', platform: 'linux' as const, homedir: '/home/me', tmpdir: '/tmp' };

describe('a java for a program of seconds', () => {
  it("starts fast, and leaves to the user what the user's variables speak of", async () => {
    const options = async (env: Record<string, string>): Promise<readonly string[]> =>
      (await quickJava(java, { ...context, env })).options;
    expect(await options({})).toEqual(
      expect.arrayContaining(['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']),
    );
    const given = await options({ JAVA_TOOL_OPTIONS: '-XX:+UseG1GC', _JAVA_OPTIONS: '-Xint' });
    expect(given.filter((option) => /Serial|Tiered/.test(option))).toEqual([]);
  });

  it('has the environment of a worker’s java, and a home also where the user has none', async () => {
    const command = await quickJava(java, {
      ...context,
      homedir: undefined,
      env: { HOME: '', PATH: '/bin' },
    });
    expect(command.env).toMatchObject({ HOME: undefined, PATH: '/bin', MALLOC_ARENA_MAX: '2' });
    expect(command.options).toContain('-Duser.home=/tmp');
  });
});
