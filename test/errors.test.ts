import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorKinds, KclTsError, systemCode } from '../src/errors.js';

describe('the reference of errors', () => {
  it('lists exactly the codes of src/errors.ts, with exit code, source and meaning', async () => {
    const page = await readFile('docs/errors.md', 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\w+) \| (.+) \|$/gm)].map(
      ([, code, exitCode, source, meaning]) => ({ code, exitCode: Number(exitCode), source, meaning }),
    );
    expect(listed).toEqual(Object.entries(errorKinds).map(([code, kind]) => ({ code, ...kind })));
  });
});

describe('KclTsError', () => {
  it('takes exit code and source from its code', () => {
    const error = new KclTsError('JAVA_MISSING', 'java was not found', { hint: 'install it' });
    expect(error).toMatchObject({
      exitCode: 3,
      source: 'environment',
      hint: 'install it',
      details: undefined,
    });
  });
});

describe('systemCode', () => {
  it('is the code of a system error and undefined for anything else', () => {
    expect(systemCode(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe('ENOENT');
    expect([new Error('x'), 'ENOENT', null, { code: 7 }].map(systemCode)).toEqual(Array(4).fill(undefined));
  });
});
