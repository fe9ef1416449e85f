import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { hashOnce } from '../../../src/local/entry/hash-once.js';

it('finds its places in the kinesis-local that is installed, and changes nothing else', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('kinesis-local'), 'utf8');
  const changed = hashOnce(source);
  expect(changed.split('this.kclTsHash ??= ')).toHaveLength(3);
  const undone = changed
    .replace(/\n\$p\.g = \(function\(\) \{ return \(this\.kclTsHash \?\?= .*?\(this\)\); \}\);/, '')
    .replace(/\(this\.kclTsHash \?\?= (.*?, true\))\)/, '$1');
  expect(undone).toBe(source);
});

it('returns a text that it does not know as it is', () => {
  expect(hashOnce('something else')).toBe('something else');
});
