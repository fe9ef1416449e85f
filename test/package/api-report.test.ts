import { execa } from 'execa';
import { expect, it } from 'vitest';

it('etc/*.api.md say what kcl-ts and kcl-ts/testing export', async () => {
  const { stderr, exitCode } = await execa(process.execPath, ['scripts/api-report.mjs', '--check'], {
    reject: false,
  });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
}, 60_000);
