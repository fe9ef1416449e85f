import { execa } from 'execa';
import { expect, it } from 'vitest';

it('takes at most 30 MB of a disk without its optional dependencies', async () => {
  const { stdout } = await execa(process.execPath, ['bench/size/installed.mjs']);
  expect(stdout).toMatch(/^\| kcl-ts \| \d/m);
  const [, total] = /\| \*\*\d+ packages\*\* \| ([\d.]+) \|$/.exec(stdout) ?? [];
  expect(Number(total)).toBeGreaterThan(5);
  expect(Number(total)).toBeLessThanOrEqual(30);
}, 120_000);
