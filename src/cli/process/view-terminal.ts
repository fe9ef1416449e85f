import type { Environment } from '../../context.js';
import { isLiveTerminal } from '../../ui/colour.js';
import { createLiveTerminal, type LiveTerminal } from '../../ui/screen/live-terminal.js';
import { createLogTail } from '../../ui/screen/log-tail.js';
import { terminalHost, type HostOptions } from './terminal-host.js';

/**
 * The terminal that a view may be shown on: that of stderr, whose log it then takes in; or that of stdout, while the log
 * is written to a file or a pipe as well. A text says why there is none.
 */
export function viewTerminal(env: Environment, options: HostOptions): LiveTerminal | string {
  const output = [process.stderr, process.stdout].find(isLiveTerminal);
  if (output === undefined) return 'neither stderr nor stdout is a terminal that tells its size';
  if (env['TERM'] === 'dumb') return 'TERM=dumb says that the terminal cannot be drawn on';
  if (env['CI']) return 'CI is set, where nobody looks at a terminal';
  return createLiveTerminal(terminalHost(output, options), {
    log: createLogTail(process.stderr),
    takesLog: output === process.stderr,
    env,
  });
}
