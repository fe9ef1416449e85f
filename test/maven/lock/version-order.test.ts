import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../../src/maven/lock/version-order.js';

describe('the order of versions', () => {
  it.each([
    ['4.1.99.Final', '4.1.140.Final'],
    ['2.21', '2.21.8'],
    ['2.12.7', '2.12.7.1'],
    ['1.3.9', '1.3.16'],
  ])('has %s before %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it('takes versions of the same numbers for equal', () => {
    expect(compareVersions('33.0.0-jre', '33.0.0')).toBe(0);
  });
});
