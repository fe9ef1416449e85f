import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chapter, Project } from './project.js';
import { underDaemon, underNode, underSimulate, type Ran } from './run-both.js';

/**
 * A test for each project of a chapter: it prints the same in plain node and under kcl-ts, or what its row says.
 *
 * @param above gives the folder that the projects' own folders are laid in, for packages that are installed there
 */
export function describeChapter(
  { title, projects }: Chapter,
  above: () => string | Promise<string> = tmpdir,
): void {
  describe(`${title}, in plain node and under kcl-ts`, () => {
    let root: string;
    beforeAll(async () => {
      root = await realpath(await mkdtemp(join(await above(), 'test kcl-ts ')));
    }, 180_000);
    afterAll(() => rm(root, { recursive: true, force: true }));

    for (const [index, project] of projects.entries()) {
      it(`simulate: ${project.what}`, { timeout: 60_000 }, async () => {
        const [node, kclTs] = await Promise.all([
          groundTruth(project, join(root, `${index}-node`)),
          underSimulate(project, join(root, `${index}-kcl-ts`)),
        ]);
        compare(project, node, kclTs);
      });
      if (project.daemon) {
        it(`the daemon: ${project.what}`, { timeout: 60_000 }, async () => {
          const node = await groundTruth(project, join(root, `${index}-node-too`));
          compare(project, node, await underDaemon(project, join(root, `${index}-daemon`)));
        });
      }
    }
  });
}

/** Undefined where kcl-ts refuses, and tsc may too. */
async function groundTruth(project: Project, folder: string): Promise<Ran | undefined> {
  return project.refused ? undefined : underNode(project, folder);
}

function compare({ differs, refused }: Project, node: Ran | undefined, kclTs: Ran): void {
  if (refused) {
    expect(kclTs.output).toMatch(refused.says);
    expect(kclTs.exitCode).toBe(5);
    return;
  }
  if (differs) {
    expect(kclTs.printed, kclTs.output).toEqual(differs.prints);
    expect(node?.printed).not.toEqual(differs.prints);
  } else {
    expect(node?.exitCode, node?.output).toBe(0);
    expect(node?.printed).not.toEqual(['']);
    expect(kclTs.printed, kclTs.output).toEqual(node?.printed);
  }
  expect(kclTs.exitCode, kclTs.output).toBe(0);
}
