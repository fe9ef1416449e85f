import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { inCache } from '../support/real-context.js';
import { cli } from '../support/run-cli.js';
import type { MessageCase, Printed } from './message-case.js';

/** Does what a case says in a folder and with a home of its own, and returns what was printed, with placeholders. */
export async function provoke(one: MessageCase): Promise<Printed> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
  try {
    const folder = join(root, 'project');
    const home = join(root, 'home');
    await mkdir(folder);
    await mkdir(home);
    for (const [name, file] of filesOf(one)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      const [text, mode] = typeof file === 'string' ? [file, 0o644] : [file.program, 0o755];
      await writeFile(join(root, name), text, { mode });
    }
    const env = {
      PATH: process.env['PATH'],
      JAVA_HOME: process.env['JAVA_HOME'],
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(one.jars === true ? { KCL_TS_CACHE: ownCache() } : {}),
      ...one.env,
      ...(await one.prepare?.()),
    };
    const { exitCode, stdout, stderr } = await run(one, folder, env);
    const plain = (text: string): string =>
      withPlaceholders(
        text
          .replaceAll(pathToFileURL(folder).href, '<folder address>')
          .replaceAll(folder, '<folder>')
          .replaceAll(home, '<home>'),
      );
    const shown = one.part === undefined ? stdout : (one.part.exec(stdout)?.[0] ?? stdout);
    return { exitCode, stdout: plain(shown), stderr: inOrder(plain(stderr).split('\n')) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The records of a local run are put while its shards start: which of both is told first is a matter of chance. */
function inOrder(lines: readonly string[]): string[] {
  const isPut = (line: string): boolean => /INFO {2}kcl-ts: \d+ records? put into \w+$/.test(line);
  return [...lines.filter(isPut), ...lines.filter((line) => !isPut(line))];
}

async function run(
  { args, input, stopAfter }: MessageCase,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ exitCode?: number | undefined; stdout: string; stderr: string }> {
  const child = execa(process.execPath, [cli, ...args], {
    reject: false,
    extendEnv: false,
    forceKillAfterDelay: false,
    stdin: input === undefined ? 'ignore' : 'pipe',
    cwd,
    env,
    ...(input === undefined ? {} : { input }),
  });
  let seen = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const before = seen;
    seen += chunk;
    if (stopAfter !== undefined && seen.includes(stopAfter) && !before.includes(stopAfter))
      child.kill('SIGINT');
  });
  return child;
}

/** The files of the project, and those of the home, whose names begin with `~/`. */
function filesOf({ files = {} }: MessageCase): (readonly [string, string | { readonly program: string }])[] {
  return Object.entries(files).map(([name, file]) => [
    name.startsWith('~/') ? join('home', name.slice(2)) : join('project', name),
    file,
  ]);
}

function withPlaceholders(text: string): string {
  return (
    text
      .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z/gm, '<time>')
      // said of what takes more than a few seconds: of how fast the machine is
      .replace(
        /^<time> INFO {2}kcl-ts: (?:waiting|java has started; waiting|the KCL is ready; waiting) .*\n/gm,
        '',
      )
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
      .replace(/\b\d{56}\b/g, '<sequence number>')
      // without any network, a name is not found another way
      .replace(/\((?:ENOTFOUND|EAI_AGAIN)\)/g, '(<code>)')
      // the first that is asked
      .replace(/https:\/\/(?:kinesis|dynamodb)\.eu-west-1\.amazonaws\.com (?=by the proxy)/g, '<endpoint> ')
  );
}

/** Where the jars are that the other tests use. */
function ownCache(): string {
  return dirname(inCache());
}
