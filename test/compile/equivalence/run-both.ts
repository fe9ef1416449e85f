import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cli } from '../../support/run-cli.js';
import { compiledName, layOut, processorOf, writeFiles } from './lay-out.js';
import type { Project } from './project.js';

const driver = fileURLToPath(new URL('ground-truth/driver.cjs', import.meta.url));

export interface Ran {
  readonly exitCode: number | null;
  /** What the processor printed, line by line, with what has to differ made the same. */
  readonly printed: readonly string[];
  /** All that was printed. */
  readonly output: string;
}

/** Runs a project's processor with one record in plain node, compiled by tsc before where it is TypeScript. */
export async function underNode(project: Project, folder: string): Promise<Ran> {
  const processor = processorOf(project);
  await layOut(project, folder);
  if (Object.keys(project.files).some((name) => /(?<!\.d)\.[cm]?tsx?$/.test(name))) {
    const { compileInPlace } = await import('./ground-truth/compile.js');
    compileInPlace(folder, project.builds, processor);
  }
  await writeFiles(project.alsoBuilt ?? {}, folder);
  const file = join(folder, compiledName(processor));
  const preload = project.env?.['NODE_OPTIONS']?.includes('--import') === true ? '--import' : '--require';
  return run(project, folder, ['--enable-source-maps', preload, driver, file], (output) =>
    output.split('\n'),
  );
}

/** Runs it with the same record under `kcl-ts simulate`. */
export async function underSimulate(project: Project, folder: string): Promise<Ran> {
  await layOut(project, folder);
  await writeFile(`${folder}.records`, 'hello\n');
  const args = [processorOf(project), `${folder}.records`, '--log-format', 'json', ...(project.flags ?? [])];
  return run(project, folder, [cli, 'simulate', ...args], processorLines);
}

/** Runs it with the same record under the real daemon, against the embedded Kinesis and DynamoDB. */
export async function underDaemon(project: Project, folder: string): Promise<Ran> {
  await layOut(project, folder);
  await writeFile(`${folder}.records`, 'hello\n');
  const names = ['--stream', 'words', '--app', 'App', '--log-format', 'json'];
  const local = ['--local', '--shards', '1', '--records', `${folder}.records`, '--until-caught-up'];
  const args = [processorOf(project), ...names, ...local, ...(project.flags ?? [])];
  return run(project, folder, [cli, 'run', ...args], processorLines);
}

/** Both streams go to one file, so that the order of what was written stays. */
async function run(
  { env = {} }: Project,
  folder: string,
  args: readonly string[],
  linesOf: (output: string) => readonly string[],
): Promise<Ran> {
  await mkdir(folder, { recursive: true });
  const file = `${folder}.output`;
  const descriptor = openSync(file, 'w');
  const given = Object.entries(env).map(
    ([name, value]) => [name, value.replaceAll('<project>', folder)] as const,
  );
  try {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', ...Object.fromEntries(given) },
      stdio: ['ignore', descriptor, descriptor],
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    const output = await readFile(file, 'utf8');
    return {
      exitCode,
      output,
      printed: linesOf(output.replace(/\n$/, '')).map((line) => alike(line, folder)),
    };
  } finally {
    closeSync(descriptor);
  }
}

/** What a processor prints is the log lines that name it as their source. */
function processorLines(output: string): string[] {
  return output.split('\n').flatMap((line) => {
    const event = eventOf(line);
    return event?.['source'] === 'processor' ? [String(event['message'])] : [];
  });
}

function eventOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** The folder, and the extension of what tsc has compiled, are all that has to differ. */
function alike(line: string, folder: string): string {
  return line
    .replaceAll(pathToFileURL(folder).href, '<url>')
    .replaceAll(folder, '<project>')
    .replace(/\.([cm]?)tsx?\b/g, '.$1js');
}
