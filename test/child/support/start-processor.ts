import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ChildEvent } from '../../../src/child/event.js';
import { defaultChildOptions, type ChildOptions } from '../../../src/child/options.js';
import { startChild, type RunningChild } from '../../../src/simulation/child-process.js';
import { createReportChannel, type ReportChannel } from '../../../src/worker/reports/report-channel.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

export interface ProcessorRun extends RunningChild {
  /** What the processor itself wrote on stdout and stderr. */
  readonly output: string[];
  readonly events: ChildEvent[];
  /** Lines on the protocol's stdout that are no messages: there must be none. */
  readonly noise: string[];
  /** Sends a message and gives the next answer. */
  call(message: object): Promise<unknown>;
  initialize(): Promise<unknown>;
  /** What kcl-ts does when the worker is to stop. */
  tellStop(): void;
}

interface StartOptions extends Partial<ChildOptions> {
  readonly platform?: NodeJS.Platform;
  /** Instead of /bin/sh. */
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the launcher does first. */
  readonly before?: string;
  /** Other files of the project, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * Compiles a processor and starts it as the daemon would, from the built package: the program is the one that ships.
 * The folder's name has a space.
 */
export async function startProcessor(
  source: string,
  {
    platform = process.platform,
    shell = '/bin/sh',
    env = {},
    before = '',
    files = {},
    ...options
  }: StartOptions = {},
): Promise<ProcessorRun> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries({ 'processor.ts': source, ...files })) {
    await writeFile(join(folder, name), content);
  }
  const { compileProcessor } = await built<typeof import('../../../src/compile/compile-processor.js')>(
    'compile/compile-processor.js',
  );
  const { childCommand } = await built<typeof import('../../../src/child/command.js')>('child/command.js');
  const { entry, hooks } = await compileProcessor({ file: join(folder, 'processor.ts'), outDir: folder });
  const reports = await createReportChannel(folder, { env: process.env, platform });
  const command = childCommand({
    node: process.execPath,
    entry,
    hooks,
    options: { ...defaultChildOptions, ...options },
    reports: reports.target,
    before,
    platform,
  });
  return listen(command.executableName.replace('/bin/sh', shell), {
    reports,
    cwd: folder,
    env: { ...process.env, ...command.env, ...env },
  });
}

interface Started {
  readonly reports: ReportChannel;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function listen(executableName: string, { reports, cwd, env }: Started): ProcessorRun {
  const output: string[] = [];
  const events: ChildEvent[] = [];
  const noise: string[] = [];
  const listener = reports.listen((event) => events.push(event));
  const child = startChild({
    executableName,
    cwd,
    platform: process.platform,
    env,
    onLine(line) {
      const text = listener.text(line);
      if (text !== undefined) output.push(text);
    },
    onNoise: (line) => noise.push(line),
  });
  onTestFinished(() => {
    child.kill();
    listener.close();
  });
  const call = (message: object): Promise<unknown> => {
    child.write(JSON.stringify(message));
    return child.next();
  };
  return {
    ...child,
    async end() {
      const exit = await child.end();
      listener.drain();
      return exit;
    },
    output,
    events,
    noise,
    call,
    tellStop: () => listener.tellStop(),
    initialize: () =>
      call({
        action: 'initialize',
        shardId: 'shardId-000000000001',
        sequenceNumber: 'TRIM_HORIZON',
        subSequenceNumber: 0,
      }),
  };
}

export async function built<Module>(file: string): Promise<Module> {
  const url = new URL(`../../../dist/${file}`, import.meta.url);
  return (await import(pathToFileURL(url.pathname).href)) as Module;
}
