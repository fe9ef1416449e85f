import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { findTemplate, templateNames } from '../../src/scaffold/templates.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = new Set(templateNames.map((name) => findTemplate(name).layers[1] ?? ''));

describe('the tests of the templates', () => {
  it('pass with the library as it is now', async () => {
    const files = [...folders].map((folder) => `templates/${folder}/test/processor.test.ts`);
    const args = ['--import', 'tsx', '--test', '--test-reporter=tap', ...files];
    // node:test reports to its parent in another way when it believes to be run by another node:test
    const { all, exitCode } = await execa(process.execPath, args, {
      cwd: root,
      env: { NODE_TEST_CONTEXT: undefined },
      all: true,
      reject: false,
    });
    expect(exitCode, all).toBe(0);
    expect(Number(/^# pass (\d+)$/m.exec(all)?.[1])).toBeGreaterThanOrEqual(folders.size);
  });
});
