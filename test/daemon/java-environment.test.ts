import { describe, expect, it } from 'vitest';
import { javaEnvironment } from '../../src/daemon/java-environment.js';

const locale = { kind: 'found', name: 'C.UTF-8' } as const;
const none = { kind: 'none' } as const;

describe("java's environment", () => {
  it('keeps glibc from giving each of its threads an arena', async () => {
    expect(await javaEnvironment({ env: {}, platform: 'linux' }, none)).toEqual({ MALLOC_ARENA_MAX: '2' });
  });

  it('leaves to the user what the user has set, and has nothing for other systems', async () => {
    expect(await javaEnvironment({ env: { MALLOC_ARENA_MAX: '8' }, platform: 'linux' }, none)).toEqual({});
    expect(await javaEnvironment({ env: {}, platform: 'darwin' })).toEqual({});
  });

  it("names files in UTF-8, whatever the user's locale", async () => {
    for (const env of [{}, { LC_ALL: 'C' }, { LC_ALL: 'de_DE.UTF-8' }, { LANG: 'C.UTF-8', LC_CTYPE: 'C' }]) {
      expect(await javaEnvironment({ env, platform: 'linux' }, locale)).toMatchObject({ LC_ALL: 'C.UTF-8' });
    }
  });

  it('has no HOME that is empty', async () => {
    expect(await javaEnvironment({ env: { HOME: '' }, platform: 'darwin' })).toEqual({ HOME: undefined });
  });
});
