import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenOptions, optionVariables } from '../../../src/daemon/jvm-options/given.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe("the user's options for the JVM", () => {
  it('are those of the command line and of the three variables that java reads', async () => {
    const env = Object.fromEntries(
      optionVariables.map((name, index) => [name, `-Done=${index}  -Xss${index}m`]),
    );
    expect(await givenOptions(['-Xmx1g'], { env, cwd: '/' })).toEqual([
      ...['-Done=0', '-Xss0m', '-Done=1', '-Xss1m', '-Done=2', '-Xss2m'],
      '-Xmx1g',
    ]);
  });

  it('are without the quotes that java takes away', async () => {
    const env = { JAVA_TOOL_OPTIONS: `-Dname="two words" '-XX:+UseG1GC'\t-D'x y'=1` };
    expect(await givenOptions([], { env, cwd: '/' })).toEqual([
      '-Dname=two words',
      '-XX:+UseG1GC',
      '-Dx y=1',
    ]);
  });

  it('are also those of the files that they name', async () => {
    const cwd = await temporaryFolder();
    const files = {
      'options.txt':
        '# the collector\n-XX:+UseG1GC  # and the heap:\n-Xmx1g "-Dname=a b"\r\n-Dlong=\\\n  rest\n',
      'vm options.txt': '-XX:-TieredCompilation\n',
      'flags.txt': '+UseParallelGC\nTieredStopAtLevel=3\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    const env = { JDK_JAVA_OPTIONS: '@options.txt', JAVA_TOOL_OPTIONS: '-XX:Flags=flags.txt' };
    expect(await givenOptions(['-XX:VMOptionsFile=vm options.txt', '@nowhere'], { env, cwd })).toEqual([
      ...['-XX:+UseParallelGC', '-XX:TieredStopAtLevel=3'],
      ...['-XX:+UseG1GC', '-Xmx1g', '-Dname=a b', '-Dlong=', 'rest'],
      '-XX:-TieredCompilation',
    ]);
  });
});
