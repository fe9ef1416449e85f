import { describe, expect, it } from 'vitest';
import { javaEnvironment } from '../../src/daemon/java-environment.js';

describe("java's environment", () => {
  it('keeps glibc from giving each of its threads an arena', () => {
    expect(javaEnvironment({ env: {}, platform: 'linux' })).toEqual({ MALLOC_ARENA_MAX: '2' });
  });

  it('leaves to the user what the user has set, and has nothing for other systems', () => {
    expect(javaEnvironment({ env: { MALLOC_ARENA_MAX: '8' }, platform: 'linux' })).toEqual({});
    expect(javaEnvironment({ env: {}, platform: 'darwin' })).toEqual({});
  });
});
