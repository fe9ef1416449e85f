import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { giveOneAtLeast } from '../../../src/local/entry/give-one-at-least.js';

it('finds its place in the kinesis-local that is installed, and changes nothing else', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('kinesis-local'), 'utf8');
  const changed = giveOneAtLeast(source);
  expect(changed).not.toBe(source);
  expect(changed.replace(/\(\(totalSize\$tailLocal1 > 0\) && (.*10485760\))\)\)/, '$1)')).toBe(source);
});

it('returns a text that it does not know as it is', () => {
  expect(giveOneAtLeast('something else')).toBe('something else');
});
