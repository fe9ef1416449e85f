import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { works } from '../../../support/namespaces.js';
import { cli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/checkpoints.ts', import.meta.url));
/** What is mounted in it is gone with the command. */
const ownMounts = ['unshare', '--mount'];
const fillAndRun =
  'mount -t tmpfs -o size=20k tmpfs "$TMPDIR" && head -c "$FILL" /dev/zero > "$TMPDIR/filled"; exec "$@"';

describe.runIf(works(ownMounts))('a temporary folder on a disk that is full', () => {
  it.each([
    // The compiled processor finds no room; it does, and the properties do not.
    ['20480', 'cannot write the compiled processor: ENOSPC'],
    ['4000', 'cannot write to the temporary folder'],
  ])('is named before java starts (%s bytes of 20 KB are taken)', async (filled, message) => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'tmp'));
    const [file, ...args] = ownMounts as [string, ...string[]];
    const { exitCode, stderr } = await execa(
      file,
      [
        ...[...args, '/bin/sh', '-c', fillAndRun, 'sh', process.execPath, cli],
        ...['run', processor, '--stream', 'words', '--app', 'MyApp', '--local'],
      ],
      { cwd, env: { TMPDIR: join(cwd, 'tmp'), FILL: filled }, reject: false },
    );
    expect(stderr).toContain(`kcl-ts: ${message}`);
    expect(stderr.toLowerCase()).toContain('no space left on device');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode, stderr).toBe(2);
  });
});
