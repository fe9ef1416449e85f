import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ownFile } from '../own-files.js';
import { iamPolicy } from '../properties/iam-policy.js';
import { findPackageManager } from './package-manager.js';
import { projectProperties, type Project } from './project.js';
import { projectValues } from './project-values.js';
import { findTemplate } from './templates.js';

/**
 * The files of a new project: path in its folder, with `/`, and content.
 *
 * @throws KclTsError CONFIG_INVALID when the stream, the application or the region cannot be
 */
export async function projectFiles(project: Project): Promise<Map<string, string>> {
  const properties = projectProperties(project);
  const { layers } = findTemplate(project.template);
  const sources = new Map<string, string>();
  for (const layer of layers) {
    for (const file of await filesBelow(ownFile(`templates/${layer}`))) {
      sources.set(targetName(file), join(ownFile(`templates/${layer}`), file));
    }
  }
  const about = await readFile(sources.get('about.md') ?? '', 'utf8');
  sources.delete('about.md');
  const values = { ...projectValues(project), about: about.trimEnd() };
  const files = new Map<string, string>();
  for (const [target, source] of sources) files.set(target, fill(await readFile(source, 'utf8'), values));
  files.set('package.json', withPackageManager(files.get('package.json') ?? '', project));
  files.set('deploy/iam-policy.json', `${JSON.stringify(iamPolicy(properties), null, 2)}\n`);
  for (const [target, content] of Object.entries(findPackageManager(project.packageManager).settings)) {
    files.set(target, content);
  }
  return files;
}

/** Names the program that corepack has to fetch; npm comes with node. */
function withPackageManager(manifest: string, { packageManager }: Project): string {
  const { pinned } = findPackageManager(packageManager);
  if (pinned === undefined) return manifest;
  return manifest.replace('"type": "module",', `"type": "module",\n  "packageManager": "${pinned}",`);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** npm leaves a file called .gitignore out of a package; so no template has a dot. */
function targetName(template: string): string {
  return template.replace(/^(?=gitignore$|dockerignore$|github\/)/, '.');
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/(?<!\$)\{\{(\w+)\}\}/g, (hole, key: string) => values[key] ?? hole);
}
