import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/word-count/${name}`, import.meta.url));

describe('the word count', () => {
  it('counts over 4 shards what a count without kcl-ts gives, and says where each shard stopped', async () => {
    const text = await readFile(example('opticks.txt'), 'utf8');
    const words = text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word !== '');
    const the = words.filter((word) => word === 'the').length;

    const { exitCode, stdout, stderr } = await execa(process.execPath, [example('demo.mjs')]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${words.length} words, ${new Set(words).size} different`);
    expect(stdout).toMatch(new RegExp(`^ *${the}  the$`, 'm'));
    const stopped = [
      ...stderr.matchAll(/(shardId-\d{12}).*ended \(shutdownRequested\): \d+ records, checkpoint \d{50,}/g),
    ];
    expect(new Set(stopped.map(([, shardId]) => shardId)).size).toBe(4);
  }, 120_000);
});
