import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFile } from '../../src/own-files.js';
import { templateNames } from '../../src/scaffold/templates.js';
import { packedFiles } from '../package/support/packed.js';
import { full } from '../reliability/lengths.js';
import { installTemplate, type InstalledTemplate } from './support/installed-project.js';

/** `npm run soak -- templates` takes them all; they differ in what processors.test.ts runs, and in a flag or two. */
const chosen = full ? templateNames : (['basic'] as const);

/** What a run prints of the sample records. */
const printed = {
  basic: /key-\d: A checkpoint says: all up to here is done\./,
  'periodic-checkpoint': /key-\d: A checkpoint says: all up to here is done\./,
  concurrent: /key-\d: A checkpoint says: all up to here is done\./,
  'fan-out': /key-\d: A checkpoint says: all up to here is done\./,
  batch: /key-\d: 1 records/,
};

it('holds every file of the templates in the package', async () => {
  const entries = await readdir(ownFile('templates'), { recursive: true, withFileTypes: true });
  const packed = (await packedFiles()).filter((file) => file.startsWith('templates/'));
  expect(packed).toHaveLength(entries.filter((entry) => entry.isFile()).length);
});

describe.each(chosen)('a new project of the template %s', (template) => {
  let project: InstalledTemplate;

  beforeAll(async () => {
    project = await installTemplate(template);
  }, 240_000);

  afterAll(() => project.remove());

  it('passes its own tests', async () => {
    const all = await project.script('test');
    expect(Number(/^# pass (\d+)$/m.exec(all)?.[1] ?? /pass (\d+)/.exec(all)?.[1])).toBeGreaterThan(1);
  }, 60_000);

  it('passes its compiler and its linter', async () => {
    await project.script('typecheck');
    await project.script('lint');
  }, 120_000);

  it('reads its sample records with the embedded stack, and stops when it has caught up', async () => {
    const all = await project.script('dev', '--until-caught-up');
    expect(all).toMatch(printed[template]);
    expect(all.match(/ended \(shutdownRequested\)/g)).toHaveLength(2);
    expect(all).not.toMatch(/ (?:WARN|ERROR) /);
  }, 120_000);
});
