import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const source = 'export default { processRecords(): void {} };\n';

/** Programs that esbuild takes for its own: what a folder copied from another platform, or half of one, comes to. */
const programs: [what: string, content: string, mode: number, cause: RegExp][] = [
  ['may not be executed', '', 0o600, /EACCES/],
  ['is of another platform', '\x7fELF\x02', 0o700, /stopped/],
];

describe('a compiler that cannot run', () => {
  it.each(programs)('is named, with what to do, if its program %s', async (_, content, mode, cause) => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.ts'), source);
    const program = join(cwd, 'esbuild');
    await writeFile(program, content);
    await chmod(program, mode);
    const env = { ESBUILD_BINARY_PATH: program };
    const { exitCode, stderr } = await runCli(['simulate', 'processor.ts', '-'], { cwd, env, input: 'a\n' });
    expect(stderr).toMatch(
      /^kcl-ts: esbuild, which compiles the processor, cannot run on \w+-\w+: .+\n {2}→ .*npm ci/m,
    );
    expect(stderr).toMatch(cause);
    expect(stderr).not.toMatch(/internal error|^ +at /m);
    expect(exitCode).toBe(5);

    const doctor = await runCli(['doctor', '--local'], { cwd, env });
    expect(doctor.stdout).toMatch(/^fail +compiler +esbuild, which compiles/m);
    expect(doctor.exitCode).toBe(1);
  });
});
