import { chmod, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureJars } from '../../../src/maven/fetch/ensure-jars.js';
import { unprivileged } from '../../support/unprivileged.js';
import { jarProject, type JarProject } from '../support/jar-project.js';
import { startMavenServer } from '../support/maven-server.js';

describe.skipIf(process.platform === 'win32')('a cache that cannot be written', () => {
  it('is good enough when it is complete', async () => {
    const { project, url } = await readOnlyProject();
    const { classPath } = await unprivileged(() => ensureJars(project.settings([url]), project.context));
    expect(classPath).toEqual(project.jars.map(({ path }) => join(project.folder, path)));
  });

  it('is an error with what to do when a jar is missing', async () => {
    const { project, url } = await readOnlyProject(({ folder, jars }) =>
      rm(join(folder, jars[0]?.path ?? '')),
    );
    const error: unknown = await unprivileged(() =>
      ensureJars(project.settings([url]), project.context).catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({
      code: 'CACHE_UNUSABLE',
      exitCode: 4,
      message: expect.stringMatching(/^cannot write .*EACCES/) as string,
      hint: expect.stringContaining('KCL_TS_CACHE=DIR') as string,
    });
  });
});

/** A cache that another user filled. */
async function readOnlyProject(
  change: (project: JarProject) => Promise<void> = async () => undefined,
): Promise<{ project: JarProject; url: string }> {
  const project = await jarProject([20_000, 30_000]);
  const { url } = await startMavenServer(project.files);
  await ensureJars(project.settings([url]), project.context);
  await change(project);
  const cache = dirname(dirname(project.folder));
  for (const name of await readdir(cache, { recursive: true })) await chmod(join(cache, name), 0o555);
  for (const folder of [cache, dirname(cache)]) await chmod(folder, 0o555);
  return { project, url };
}
