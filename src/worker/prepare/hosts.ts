import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildCommand } from '../../child/command.js';
import { hostCommand, relayCommand, type HostCommandOptions } from '../../child/host-command.js';
import type { Context } from '../../context.js';
import type { RunFolder } from '../../daemon/run-folder.js';
import { run, succeeded } from '../../processes.js';
import type { HostsPlan } from '../hosts/plan.js';
import { announcementsIn } from '../hosts/listen-to-relays.js';

export interface HostsRequest extends Omit<HostCommandOptions, 'secret'> {
  readonly most: number;
}

/**
 * Prepares the processes that are to serve the shards, and the relays that the daemon starts instead. The environment that
 * they need besides the user's is in the plan.
 *
 * @returns undefined where there are no named pipes, which is said
 */
export async function prepareHosts(
  { most, ...command }: HostsRequest,
  folder: RunFolder,
  { cwd, env, platform, reporter }: Context,
): Promise<(ChildCommand & { readonly hosts: HostsPlan }) | undefined> {
  const relays = join(folder.path, 'relays');
  if (platform === 'win32' || command.reports.kind !== 'fifo' || !(await makeFolder(relays, env))) {
    reporter.warn(
      'there are no named pipes here, which --processes and --watch need: each shard has a process of its own',
    );
    return undefined;
  }
  const secret = randomBytes(16).toString('hex');
  const program = { ...hostCommand({ ...command, secret }), cwd };
  return { ...relayCommand(relays), hosts: { program, secret, most, folder: relays } };
}

async function makeFolder(path: string, env: Context['env']): Promise<boolean> {
  await mkdir(path, { mode: 0o700 });
  return succeeded(
    (await run('mkfifo', ['-m', '600', announcementsIn(path)], { env, timeoutMs: 5_000 })).ending,
  );
}
