import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.mjs';

describe('the structure of src', () => {
  it('has no import that the rules of .dependency-cruiser.mjs forbid', async () => {
    const { output } = await cruise(
      ['src'],
      { ...config.options, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true },
      undefined,
      { tsConfig: extractTSConfig('tsconfig.json') },
    );
    if (typeof output === 'string') throw new Error(`expected a cruise result, got text: ${output}`);
    const violations = output.summary.violations.map(
      ({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`,
    );
    expect(violations).toEqual([]);
    expect(output.summary.totalCruised).toBeGreaterThan(10);
  });

  it('has no file of more than 250 lines', async () => {
    const files = (await readdir('src', { recursive: true })).filter((name) => name.endsWith('.ts'));
    const lengths = await Promise.all(
      files.map(async (file) => ({
        file,
        lines: (await readFile(join('src', file), 'utf8')).split('\n').length - 1,
      })),
    );
    expect(lengths.length).toBeGreaterThan(100);
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
  });
});
