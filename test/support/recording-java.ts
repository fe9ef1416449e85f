import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RecordedStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The content of the daemon's properties file. */
  readonly properties: string;
}

export interface RecordingJava {
  /** The folder of the JDK that it seems to be, for --java. */
  readonly home: string;
  /** How it was started last. */
  started(): Promise<RecordedStart>;
}

/** A program in java's place that writes down how it is started, and ends. */
export async function recordingJava(folder: string, version = '17.0.15'): Promise<RecordingJava> {
  const home = join(folder, 'jdk');
  const record = join(folder, 'started.json');
  await mkdir(join(home, 'bin'), { recursive: true });
  await writeFile(join(home, 'release'), `JAVA_VERSION="${version}"\n`);
  await writeFile(
    join(home, 'bin', 'java'),
    `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const properties = readFileSync(args[args.indexOf('--properties-file') + 1], 'utf8');
const start = { args, env: process.env, cwd: process.cwd(), properties };
writeFileSync(${JSON.stringify(record)}, JSON.stringify(start));
`,
  );
  await chmod(join(home, 'bin', 'java'), 0o755);
  return { home, started: async () => JSON.parse(await readFile(record, 'utf8')) as RecordedStart };
}
