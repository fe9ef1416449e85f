import { Option, type Command } from 'commander';
import type { LocalChoice, ProcessorChoice, ServerChoice } from '../../worker/settings.js';
import { parseWhole } from './whole.js';

export interface PageOptions {
  readonly uiPort?: number | 'off';
  readonly uiHost: string;
}

export function addPageOptions(command: Command): Command {
  return command
    .optionsGroup('Live view:')
    .addOption(
      new Option(
        '--ui-port <port>',
        'show the shards, recent records and the log on a web page: on this port, 0 for any free one, or off (default: off; with --local any free one)',
      ).argParser(parsePagePort),
    )
    .option(
      '--ui-host <address>',
      'address for --ui-port; whoever can reach it can read records',
      '127.0.0.1',
    );
}

/** A run on this machine that goes on has the page without being asked: whoever tries something out wants to see it. */
export function pageChoice(
  { uiPort, uiHost: host, untilCaughtUp }: PageOptions & { readonly untilCaughtUp?: true },
  { kind }: Pick<ProcessorChoice, 'kind'>,
  local: LocalChoice | undefined,
): ServerChoice | undefined {
  const isOffered = local !== undefined && kind === 'file' && !untilCaughtUp;
  const port = uiPort ?? (isOffered ? 0 : 'off');
  return port === 'off' ? undefined : { port, host };
}

/** `off` is for a run that has the page unless it is told otherwise. */
function parsePagePort(value: string): number | 'off' {
  return value === 'off' ? value : parseWhole(0, 65_535)(value);
}
