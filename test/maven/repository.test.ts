import { describe, expect, it } from 'vitest';
import { addressIn, parseRepository } from '../../src/maven/repository.js';

describe("a repository's address", () => {
  it('loses its credentials and its last slash, and keeps the rest', () => {
    expect(parseRepository('https://me:p%40ss@example.com:8443/a/maven2/')).toEqual({
      url: 'https://example.com:8443/a/maven2',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
  });

  it.each([
    [{ username: 'me', password: 'x' }, `Basic ${Buffer.from('me:x').toString('base64')}`],
    [{ token: 't', username: 'me' }, 'Bearer t'],
    [{}, undefined],
  ])('takes credentials %j where it holds none', (credentials, authorization) => {
    expect(parseRepository('https://example.com/m', credentials).authorization).toBe(authorization);
  });

  it('keeps its own credentials', () => {
    expect(parseRepository('https://a:b@example.com/m', { token: 't' }).authorization).toMatch(/^Basic /);
  });

  it.each(['no url with s3cret', 'ftp://me:s3cret@example.com/'])(
    'is not %j, and the error shows no secret',
    (text) => {
      expect(() => parseRepository(text)).toThrow(/address/);
      expect(() => parseRepository(text)).not.toThrow(/s3cret/);
    },
  );

  it('leads to a file', () => {
    const repository = parseRepository('https://example.com/maven2');
    expect(addressIn(repository, 'g/a/1+2/a-1+2.jar')).toBe(
      'https://example.com/maven2/g/a/1%2B2/a-1%2B2.jar',
    );
  });
});
