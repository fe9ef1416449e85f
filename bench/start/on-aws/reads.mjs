import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the processors of all workers read: they append a line for each batch to one file. */
export function createReads() {
  const file = join(mkdtempSync(join(tmpdir(), 'kcl-ts-bench-')), 'reads');
  writeFileSync(file, '');
  const all = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [at, worker, shard] = line.split(' ');
        return { at: Number(at), worker, shard };
      });
  return {
    file,
    all,
    async until(isSo, limitMs) {
      const end = Date.now() + limitMs;
      while (!isSo(all())) {
        if (Date.now() > end) throw new Error(`not within ${limitMs / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
