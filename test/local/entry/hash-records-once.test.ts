import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { hashRecordsOnce } from '../../../src/local/entry/hash-records-once.js';

it('finds its place in the kinesis-local that is installed, and changes nothing else', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('kinesis-local'), 'utf8');
  const changed = hashRecordsOnce(source);
  expect(changed.length - source.length).toBe('(this.kclTsHash ??= )'.length);
  expect(changed.replace(/\(this\.kclTsHash \?\?= (.*?, true\))\)/, '$1')).toBe(source);
});

it('returns a text that it does not know as it is', () => {
  expect(hashRecordsOnce('something else')).toBe('something else');
});
