import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findJava, type JavaContext } from '../../src/daemon/find-java.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function context(env: Record<string, string>, cwd = '/'): JavaContext {
  return { env, cwd, platform: 'linux' };
}

async function program(path: string, script: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A JDK whose launcher must not be run to learn its version. */
async function jdk(home: string, version: string): Promise<string> {
  await program(join(home, 'bin', 'java'), 'exit 99');
  await writeFile(join(home, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return join(home, 'bin', 'java');
}

describe('findJava', () => {
  it('prefers the java asked for over JAVA_HOME, and JAVA_HOME over PATH', async () => {
    const folder = await temporaryFolder();
    const asked = await jdk(join(folder, 'asked'), '21.0.1');
    const home = await jdk(join(folder, 'home'), '17.0.15');
    const onPath = await jdk(join(folder, 'path'), '11.0.2');
    const env = { JAVA_HOME: join(folder, 'home'), PATH: dirname(onPath) };
    expect(await findJava(asked, context(env))).toEqual({ path: asked, version: '21.0.1', major: 21 });
    expect(await findJava(undefined, context(env))).toEqual({ path: home, version: '17.0.15', major: 17 });
    expect(await findJava(undefined, context({ PATH: env.PATH }))).toMatchObject({ path: onPath, major: 11 });
  });

  it('takes the folder of a JDK, a relative path and a name on PATH', async () => {
    const folder = await temporaryFolder();
    const java = await jdk(join(folder, 'jdk'), '17.0.1');
    expect((await findJava(join(folder, 'jdk'), context({}))).path).toBe(java);
    expect((await findJava('./jdk/bin/java', context({}, folder))).path).toBe(java);
    expect((await findJava('java', context({ PATH: dirname(java) }))).path).toBe(java);
  });

  it("finds the release file of a launcher that is a link, as in Debian's alternatives", async () => {
    const folder = await temporaryFolder();
    const java = await jdk(join(folder, 'jdk'), '1.8.0_402');
    await mkdir(join(folder, 'bin'));
    await symlink(java, join(folder, 'bin', 'java'));
    expect(await findJava(undefined, context({ PATH: join(folder, 'bin') }))).toMatchObject({ major: 8 });
  });

  it('asks java for its version where there is no release file', async () => {
    const folder = await temporaryFolder();
    const java = await program(join(folder, 'java'), `echo 'openjdk version "18.0.2" 2022-07-19' >&2`);
    expect(await findJava(java, context({}))).toMatchObject({ version: '18.0.2', major: 18 });
  });

  it('refuses a java that is too old, saying how old and where', async () => {
    const folder = await temporaryFolder();
    const java = await jdk(folder, '1.7.0_80');
    await expect(findJava(java, context({}))).rejects.toMatchObject({
      code: 'JAVA_TOO_OLD',
      exitCode: 3,
      message: `java 1.7.0_80 at ${java} is too old, expected 8 or newer`,
    });
  });

  it.each([
    ['nothing on PATH', undefined, {}, 'java was not found in PATH'],
    [
      'a wrong JAVA_HOME',
      undefined,
      { JAVA_HOME: '/nowhere' },
      'java was not found in JAVA_HOME (/nowhere) or PATH',
    ],
    [
      'a wrong --java',
      '/nowhere/java',
      {},
      "no java at '/nowhere/java', expected a java launcher or the folder of a JDK",
    ],
  ])('says where it looked for %s', async (_, asked, env, message) => {
    await expect(findJava(asked, context(env))).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      exitCode: 3,
      message,
    });
  });

  it('shows what a broken java printed', async () => {
    const folder = await temporaryFolder();
    const java = await program(join(folder, 'java'), 'echo "no JDK is installed" >&2; exit 1');
    await expect(findJava(java, context({}))).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      details: expect.stringContaining('no JDK is installed') as string,
    });
  });
});
