import { describe, expect, it } from 'vitest';
import { leaveToUser } from '../../../src/daemon/jvm-options/leave-to-user.js';
import { ownJvmOptions, shortRun, useArchive } from '../../../src/daemon/jvm-options/own.js';

const own = [...ownJvmOptions(25), ...shortRun, ...useArchive('/cache/daemon.jsa')];

/** Those of kcl-ts's options that are not given when the user gives these. */
function left(...given: string[]): string[] {
  const options = leaveToUser(own, given);
  return own.map(({ option }) => option).filter((option) => !options.includes(option));
}

describe("kcl-ts's options for the JVM", () => {
  it('are all given to a user who has none', () => {
    expect(leaveToUser(own, [])).toEqual(own.map(({ option }) => option));
    expect(left('-Xmx512m', '-ea', '-Dsome.thing=1', '-XX:+UseStringDeduplication')).toEqual([]);
  });

  it.each([
    ['-XX:+UseG1GC', '-XX:+UseSerialGC'],
    ['-XX:+UseZGC', '-XX:+UseSerialGC'],
    ['-XX:-UseSerialGC', '-XX:+UseSerialGC'],
    ['-XX:+AggressiveHeap', '-XX:+UseSerialGC'],
    ['-XX:-ExitOnOutOfMemoryError', '-XX:+ExitOnOutOfMemoryError'],
    ['-Dfile.encoding=ISO-8859-1', '-Dfile.encoding=UTF-8'],
    ['-Dstdout.encoding=COMPAT', '-Dstdout.encoding=UTF-8'],
    ['-XX:TieredStopAtLevel=4', '-XX:TieredStopAtLevel=1'],
    ['-XX:-TieredCompilation', '-XX:TieredStopAtLevel=1'],
    ['-Xint', '-XX:TieredStopAtLevel=1'],
    ['--sun-misc-unsafe-memory-access=deny', '--sun-misc-unsafe-memory-access=allow'],
    ['--enable-native-access=my.module', '--enable-native-access=ALL-UNNAMED'],
    ['--illegal-native-access=deny', '--enable-native-access=ALL-UNNAMED'],
  ])('yield to %s', (given, option) => {
    expect(left(given)).toEqual([option]);
  });

  it.each([
    '-Xshare:off',
    '-XX:SharedArchiveFile=/mine.jsa',
    '-XX:ArchiveClassesAtExit=/mine.jsa',
    '-XX:+AutoCreateSharedArchive',
    '-XX:AOTCache=/mine.aot',
  ])('leave the archive of classes to who gives %s', (given) => {
    expect(left(given)).toEqual(useArchive('/cache/daemon.jsa').map(({ option }) => option));
  });

  it('quiet only the javas that warn', () => {
    const quiet = (major: number): string[] =>
      ownJvmOptions(major).flatMap(({ option }) => (option.startsWith('--') ? [option] : []));
    expect([8, 17, 23].flatMap(quiet)).toEqual([]);
    expect(quiet(24)).toEqual([
      '--sun-misc-unsafe-memory-access=allow',
      '--enable-native-access=ALL-UNNAMED',
    ]);
  });
});
