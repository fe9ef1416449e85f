import { chmod, cp, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findJava } from '../../src/daemon/find-java.js';
import { full } from '../reliability/lengths.js';
import { kinesisAt, putRecords } from '../support/aws.js';
import { against, embeddedStack } from '../support/embedded-stack.js';
import { works } from '../support/namespaces.js';
import { startProgram } from '../support/running-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { buildImage, inside } from './support/image.js';
import { installTemplate } from './support/installed-project.js';

const namespaces =
  works(['unshare', '--mount', '--pid', '--fork']) && works(['setpriv', '--reuid=1000', '--clear-groups']);

describe.runIf(full && namespaces)('the image of a new project (needs root, unshare and setpriv)', () => {
  it('is built as its Dockerfile says, and reads a stream as the first process of a read-only root', async () => {
    const project = await installTemplate('basic');
    const base = await temporaryFolder();
    await chmod(base, 0o755);
    const found = await findJava(undefined, { env: process.env, cwd: '/', platform: process.platform });
    const java = dirname(dirname(found.path));
    const dockerfile = await readFile(join(project.folder, 'Dockerfile'), 'utf8');
    const image = await buildImage(dockerfile, {
      base,
      context: project.folder,
      java,
      async beforeRun(root) {
        // what the registry does not have yet, and where the registry is
        await cp(join(project.folder, project.tarball), join(root, 'app', project.tarball));
        await cp(join(homedir(), '.npmrc'), join(root, 'root', '.npmrc')).catch(() => undefined);
      },
    }).finally(() => project.remove());

    const stack = await embeddedStack({ stream: 'words', shards: 1 });
    const { env, flags } = against(stack);
    const readOnly = [
      'mount -t tmpfs -o noexec,mode=1777 none "$ROOT/tmp"',
      'mount -o remount,bind,ro "$ROOT"',
    ];
    const [uid = '', gid = ''] = image.user.split(':');
    const user = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs'];
    const [file = '', ...args] = [...inside(image, java, readOnly), ...user, ...image.cmd, ...flags];
    const program = startProgram(file, args, {
      env: { ...image.env, ...env, KCL_TS_HEALTH_PORT: '0', HOME: undefined },
    });
    await putRecords(kinesisAt(stack.kinesisEndpoint), 'words', [
      { partitionKey: 'k', data: 'read in an image' },
    ]);
    await program.saw(/k: read in an image/);

    const children = await readFile(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8');
    process.kill(Number(children.trim()), 'SIGTERM');
    expect((await program.result).exitCode, program.output()).toBe(0);
    expect(program.output()).toMatch(/"message":"ended \(shutdownRequested\): 1 record/);
    expect(program.output()).not.toMatch(/"level":"(?:WARN|ERROR)"/);
  }, 400_000);
});
