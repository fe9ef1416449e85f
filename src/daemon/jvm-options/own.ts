/** An option that kcl-ts gives to java unless the user has said something on the same matter. */
export interface OwnOption {
  readonly option: string;
  /** The user's options that take its place, besides another value for the same name. */
  readonly yieldsTo?: RegExp;
}

/** Whatever java reads or writes an archive of classes with: two of them at once it refuses. */
const archives = /^-Xshare:|^-XX:(?:[+-]?\w*(?:Shared|DynamicDump)\w*|ArchiveClassesAtExit|AOT\w*)(?:=|$)/;

/**
 * The options that every worker's JVM gets.
 *
 * The daemon reads and writes the protocol in the default charset, which before Java 18 comes from the locale: under
 * LC_ALL=C every non-ASCII partition key would arrive as `?`. A JVM that is out of memory ends: the AWS SDK takes the
 * error for a failed call and would try for ever. The serial collector fits a process that mostly waits
 * for two pipes (54 MB less resident memory, a third less start-up time).
 */
export function ownJvmOptions(major: number): OwnOption[] {
  return [
    { option: '-Dfile.encoding=UTF-8' },
    { option: '-Dstdout.encoding=UTF-8' },
    { option: '-Dstderr.encoding=UTF-8' },
    { option: '-XX:+ExitOnOutOfMemoryError' },
    // Java refuses two collectors, and AggressiveHeap chooses one.
    { option: '-XX:+UseSerialGC', yieldsTo: /^-XX:[+-](?:Use\w+GC|AggressiveHeap)$|^-Xincgc$/ },
    ...quietOptions(major),
  ];
}

/**
 * Netty and protobuf, of the AWS SDK and of the KCL, use sun.misc.Unsafe and native code. Java 24 warns of either in four
 * lines at each start (JEP 498, JEP 472). The options are older than the warnings: those that know no option refuse it.
 */
function quietOptions(major: number): OwnOption[] {
  if (major < 24) return [];
  return [
    { option: '--sun-misc-unsafe-memory-access=allow' },
    { option: '--enable-native-access=ALL-UNNAMED', yieldsTo: /^--illegal-native-access(?:=|$)/ },
  ];
}

/** Java calls the home of who has none `?`, and would look for it in the current folder. */
export function homeIn(folder: string): OwnOption[] {
  return [{ option: `-Duser.home=${folder}` }];
}

/** A local run is over before the second compiler pays: without it java takes a third less CPU to the first record. */
export const shortRun: readonly OwnOption[] = [
  {
    option: '-XX:TieredStopAtLevel=1',
    yieldsTo: /^-XX:[+-]?(?:Tiered\w*|\w*JVMCI\w*)(?:=|$)|^-Xint$|^-Xcomp$/,
  },
];

/** Makes use of a class archive. The JVM only starts slower without one: what it has to say of it is no news. */
export function useArchive(file: string): OwnOption[] {
  return [`-XX:SharedArchiveFile=${file}`, ...quietArchives].map((option) => ({
    option,
    yieldsTo: archives,
  }));
}

/** Has the JVM write its class archive at its end. */
export function writeArchive(file: string): string[] {
  return [`-XX:ArchiveClassesAtExit=${file}`, ...quietArchives];
}

const quietArchives: readonly string[] = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
