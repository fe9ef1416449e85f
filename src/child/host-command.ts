import { ownFile } from '../own-files.js';
import { childEntry, childFlags, type ChildCommand, type ChildCommandOptions } from './command.js';
import { hostSettingsVariable, type HostSettings } from './hosting.js';

/** How a process that serves several shards is started; with the user's environment besides. */
export interface HostCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export type HostCommandOptions = Pick<
  ChildCommandOptions,
  'node' | 'entry' | 'hooks' | 'options' | 'reports'
> &
  Pick<HostSettings, 'secret'>;

export function hostCommand({
  node,
  entry,
  hooks,
  options,
  reports,
  secret,
}: HostCommandOptions): HostCommand {
  const settings: HostSettings = { ...options, entry, reports, secret };
  return {
    file: node,
    args: [...childFlags, '--require', hooks, childEntry],
    env: { [hostSettingsVariable]: JSON.stringify(settings) },
  };
}

/**
 * What the daemon starts for a shard that such a process serves.
 *
 * @param folder where the relays meet kcl-ts: only this user may enter it
 */
export function relayCommand(folder: string): ChildCommand {
  return {
    executableName: '/bin/sh -c .$IFS"$KCL_TS_RELAY"',
    env: { KCL_TS_RELAY: ownFile('dist/child/entry/relay.sh'), KCL_TS_RELAYS: folder },
  };
}
