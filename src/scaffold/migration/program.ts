import { readFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { valueOf, type ExistingApplication } from './application.js';
import type { Library } from './library.js';

/** What the daemon starts for each shard. */
export interface Program {
  /** The value of executableName. */
  readonly command: string;
  /** Where the daemon is started, relative to the project, with `/`; `.` for the project itself. */
  readonly cwd: string;
  /** The program of aws-kcl that kcl-ts can run as a processor, relative to `cwd`; undefined keeps the command. */
  readonly script?: string;
  /** Why the command is kept, where that is not plain. */
  readonly because?: string;
}

export async function readProgram(
  application: ExistingApplication,
  library: Library | undefined,
): Promise<Program> {
  const { folder, file } = application;
  const command = valueOf(application, 'executableName');
  const words = command.split(/ +/);
  const found = findScript(words);
  // bootstrap resolves nothing: it is started in the folder that the command's paths begin in
  const folders = [...new Set(['.', posix.dirname(file)])];
  if (found === undefined) return { command, cwd: await folderOf(folder, folders, words) };
  for (const cwd of folders) {
    const text = await read(join(folder, cwd, found.script));
    if (text === undefined) continue;
    if ('because' in found) return { command, cwd, because: found.because };
    if (library?.name !== 'aws-kcl' && !text.includes('aws-kcl')) {
      return { command, cwd, because: `nothing says that ${found.script} uses aws-kcl` };
    }
    return { command, cwd, script: found.script };
  }
  return { command, cwd: '.', because: `${found.script} is not there: perhaps it is built first` };
}

interface Script {
  readonly script: string;
}

/** The script in `node app.js`, `/usr/bin/env node app.js` and `./app.js`. */
function findScript(words: readonly string[]): Script | (Script & { readonly because: string }) | undefined {
  const rest = basename(words[0] ?? '') === 'env' ? words.slice(1) : words;
  const isNode = /^node(js)?(\.exe)?$/.test(basename(rest[0] ?? ''));
  const args = isNode ? rest.slice(1) : rest;
  const script = isNode ? args.find((word) => !word.startsWith('-')) : args[0];
  if (script === undefined || !/\.[cm]?[jt]s$/.test(script)) return undefined;
  if (args[0] !== script) return { script, because: 'it has options for node: NODE_OPTIONS gives them' };
  if (args.length > 1) return { script, because: `it has arguments: ${args.slice(1).join(' ')}` };
  return { script };
}

/** The first of the folders that holds a file which the command names. */
async function folderOf(root: string, folders: readonly string[], words: readonly string[]): Promise<string> {
  for (const cwd of folders) {
    for (const word of words) {
      if ((await read(join(root, cwd, word))) !== undefined) return cwd;
    }
  }
  return '.';
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** The project's path of a file, as it is seen from where the daemon is started. */
export function seenFrom({ cwd }: Pick<Program, 'cwd'>, file: string): string {
  return posix.relative(cwd === '.' ? '' : cwd, file);
}

/** For a command line: a processor is a path. */
export function asPath(script: string): string {
  return dirname(script) === '.' && !script.startsWith('./') ? `./${script}` : script;
}
