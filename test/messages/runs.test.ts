import { describe, expect, it } from 'vitest';
import { provoke } from './provoke.js';
import { runs } from './runs.js';

/** Real java, one after the other. */
describe('what a run says', () => {
  it.each(runs.map((one) => [one.when, one] as const))('when %s', async (_when, one) => {
    const { exitCode, stderr, stdout = '' } = one;
    expect(await provoke(one)).toEqual({ exitCode, stdout, stderr });
  });
});
