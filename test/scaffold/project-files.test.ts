import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { packageManagerNames, callingPackageManager } from '../../src/scaffold/package-manager.js';
import { packageName } from '../../src/scaffold/package-name.js';
import { projectFiles } from '../../src/scaffold/project-files.js';
import { problemWith, type Project } from '../../src/scaffold/project.js';
import { findTemplate, templateNames } from '../../src/scaffold/templates.js';
import { ownFile } from '../../src/own-files.js';

const project: Project = {
  folder: '/somewhere/my-consumer',
  stream: 'orders',
  application: 'my-consumer',
  region: 'eu-west-1',
  packageManager: 'npm',
  template: 'basic',
};

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly packageManager?: string;
}

async function manifestOf(choice: Partial<Project>): Promise<Manifest> {
  const files = await projectFiles({ ...project, ...choice });
  return JSON.parse(files.get('package.json') ?? '') as Manifest;
}

describe('the files of a project', () => {
  it('come from the folders of templates/, each of which some template uses', async () => {
    const used = new Set(templateNames.flatMap((name) => findTemplate(name).layers));
    expect([...used].sort()).toEqual((await readdir(ownFile('templates'))).sort());
  });

  it.each(templateNames)('are those of the template %s, with no placeholder left', async (template) => {
    const files = await projectFiles({ ...project, template });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['src/processor.ts', 'test/processor.test.ts', 'deploy/iam-policy.json']),
    );
    expect([...files.keys()]).not.toContain('about.md');
    const unfilled = [...files].filter(([, content]) => /(?<!\$)\{\{/.test(content));
    expect(unfilled.map(([file]) => file)).toEqual([]);
    const about = await readFile(ownFile(`templates/${template}/about.md`), 'utf8');
    expect(files.get('README.md')).toContain(about);
  });

  it('run the worker with what the template needs', async () => {
    const start = async (template: Project['template']): Promise<string | undefined> =>
      (await manifestOf({ template })).scripts['start'];
    const plain = 'kcl-ts run src/processor.ts --stream orders --app my-consumer --region eu-west-1';
    expect(await start('basic')).toBe(plain);
    expect(await start('fan-out')).toBe(`${plain} --retrieval-mode fanout`);
    expect(await start('batch')).toBe(`${plain} --until-caught-up`);
  });

  it('hold the policy that iam-policy prints: fan-out needs more', async () => {
    const policy = async (template: Project['template']): Promise<string | undefined> =>
      (await projectFiles({ ...project, template })).get('deploy/iam-policy.json');
    expect(await policy('basic')).toContain('arn:aws:kinesis:eu-west-1:*:stream/orders');
    expect(await policy('basic')).not.toContain('kinesis:SubscribeToShard');
    expect(await policy('fan-out')).toContain('kinesis:SubscribeToShard');
  });

  it.each(packageManagerNames)('tell how to install and run it with %s', async (packageManager) => {
    const files = await projectFiles({ ...project, packageManager });
    expect(files.get('README.md')).toContain(`    ${packageManager} install\n`);
  });

  it('pin the version of a package manager that corepack fetches', async () => {
    expect((await manifestOf({ packageManager: 'pnpm' })).packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/);
    expect((await manifestOf({ packageManager: 'yarn' })).packageManager).toMatch(/^yarn@4\.\d+\.\d+$/);
    expect(await manifestOf({ packageManager: 'npm' })).not.toHaveProperty('packageManager');
  });
});

describe('the answers', () => {
  it('are refused for the reasons for which run would refuse them', async () => {
    expect(problemWith({ stream: 'my stream' })).toContain('has a blank, but a stream name may only hold');
    expect(problemWith({ application: 'ab' })).toContain('too short for an application name');
    expect(problemWith({ region: 'ireland' })).toContain('must be a region such as eu-west-1');
    expect(problemWith({ stream: 'my-stream' })).toBeUndefined();
    // a consumer's name may not be as long as that of a table
    const application = 'a'.repeat(200);
    await expect(projectFiles({ ...project, application })).resolves.toBeDefined();
    await expect(projectFiles({ ...project, application, template: 'fan-out' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});

describe('the name of a project', () => {
  it.each([
    ['My Consumer', 'my-consumer'],
    ['_ÄÖÜ_', 'kinesis-consumer'],
    ['kcl-ts', 'kcl-ts-consumer'],
    ['eslint', 'eslint-consumer'],
    ['a'.repeat(300), 'a'.repeat(100)],
  ])('that is in the folder %s is one that npm, Kinesis and DynamoDB accept', (folder, name) => {
    expect(packageName(`/home/${folder}`)).toBe(name);
    expect(problemWith({ application: name, stream: name })).toBeUndefined();
  });
});

describe('the package manager', () => {
  it('is the one that started the command', () => {
    expect(callingPackageManager('pnpm/10.1.0 npm/? node/v24.0.0 linux x64')).toBe('pnpm');
    expect(callingPackageManager('yarn/4.1.0 npm/? node/v24.0.0 linux x64')).toBe('yarn');
    expect(callingPackageManager('bun/1.2.0')).toBe('npm');
    expect(callingPackageManager()).toBe('npm');
  });
});
