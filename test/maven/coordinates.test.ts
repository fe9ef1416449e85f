import { describe, expect, it } from 'vitest';
import { formatCoordinates, parseCoordinates, repositoryPath } from '../../src/maven/coordinates.js';

describe('coordinates', () => {
  it.each([
    [
      'io.netty:netty-common:4.1.140.Final',
      'io/netty/netty-common/4.1.140.Final/netty-common-4.1.140.Final.jar',
    ],
    ['org.example:tool:jar:cli:1.0', 'org/example/tool/1.0/tool-1.0-cli.jar'],
  ])('%s are read, written again and name a path', (text, path) => {
    const coordinates = parseCoordinates(text);
    expect(coordinates && formatCoordinates(coordinates)).toBe(text);
    expect(coordinates && repositoryPath(coordinates)).toBe(path);
  });

  it('name a POM, which has no classifier', () => {
    const coordinates = parseCoordinates('org.example:tool:jar:cli:1.0');
    expect(coordinates && repositoryPath(coordinates, 'pom')).toBe('org/example/tool/1.0/tool-1.0.pom');
  });

  it.each([
    '',
    'a:b',
    'a:b:1:2',
    'a:b:war:c:1',
    'a::1',
    '..:b:1',
    'a/b:c:1',
    'a:b c:1',
    'a:b:../1',
    'a:b:1:jar:x:y',
  ])('are not %j', (text) => {
    expect(parseCoordinates(text)).toBeUndefined();
  });
});
