import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ownFile } from '../../src/own-files.js';
import { fileReader } from './support/projects.js';

describe('the page on deploying', () => {
  it('shows only what is in the files of a new project', async () => {
    const page = await readFile(ownFile('docs/deploying.md'), 'utf8');
    const read = await fileReader();
    const blocks = [...page.matchAll(/^```\w+\n([^]*?)^```$/gm)];
    const excerpts = [...page.matchAll(/^From `(.*)`:\n\n```\w+\n([^]*?)^```$/gm)];
    expect(excerpts.length).toBeGreaterThan(5);
    expect(excerpts).toHaveLength(blocks.length);
    for (const [, file = '', excerpt = ''] of excerpts) expect(read(file)).toContain(excerpt);
  });
});
