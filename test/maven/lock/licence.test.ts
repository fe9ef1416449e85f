import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCoordinates, repositoryPath } from '../../../src/maven/coordinates.js';
import { licenceOf } from '../../../src/maven/lock/licence.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** A local repository with these POMs' contents, by coordinates. */
async function repository(poms: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [coordinates, content] of Object.entries(poms)) {
    const parsed = parseCoordinates(coordinates);
    if (!parsed) throw new Error(coordinates);
    const file = join(folder, repositoryPath(parsed, 'pom'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `<project>${content}</project>`);
  }
  return folder;
}

const jar = { group: 'g', artifact: 'a', version: '1' };
const parent = '<parent><groupId>g</groupId>\n <artifactId>p</artifactId><version>2</version></parent>';

describe('the licence of a jar', () => {
  it.each([
    ['The Apache Software License, Version 2.0', 'Apache-2.0'],
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['Apache-2.0', 'Apache-2.0'],
    ['MIT License', 'MIT'],
    ['Eclipse Public License - v 1.0', 'EPL-1.0'],
    ['My Own Licence', 'My Own Licence'],
  ])('that its POM calls %j is %j', async (name, expected) => {
    const folder = await repository({
      'g:a:1': `<licenses><license><name> ${name}\n</name></license></licenses>`,
    });
    expect(await licenceOf(jar, folder)).toBe(expected);
  });

  it('may be a choice of several', async () => {
    const licences = ['MIT License', 'Apache-2.0'].map((name) => `<license><name>${name}</name></license>`);
    const folder = await repository({ 'g:a:1': `<licenses>${licences.join('\n')}</licenses>` });
    expect(await licenceOf(jar, folder)).toBe('MIT OR Apache-2.0');
  });

  it('comes from the parent where its own POM names none but in a comment', async () => {
    const folder = await repository({
      'g:a:1': `<!-- <licenses><license><name>X</name></license></licenses> -->${parent}`,
      'g:p:2': '<licenses><license><name>MIT License</name></license></licenses>',
    });
    expect(await licenceOf(jar, folder)).toBe('MIT');
  });

  it('is not known where no POM names it, or where parents go in a circle', async () => {
    expect(await licenceOf(jar, await repository({}))).toBeUndefined();
    expect(await licenceOf(jar, await repository({ 'g:a:1': parent, 'g:p:2': parent }))).toBeUndefined();
  });
});
