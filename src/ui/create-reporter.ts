import type { Environment } from '../context.js';
import { isLiveTerminal } from './colour.js';
import { guardTerminal } from './guard-terminal.js';
import { jsonReporter } from './json-reporter.js';
import { plainReporter } from './plain-reporter.js';
import { silentReporter, type Reporter } from './reporter.js';
import { terminalReporter } from './terminal-reporter.js';

interface ReporterOptions {
  readonly stream: NodeJS.WritableStream;
  readonly env: Environment;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly json?: boolean;
}

/** Chooses the renderer: silent if quiet, JSON if asked, live progress on a terminal that has a width and is not CI's, else plain lines. */
export function createReporter({ stream, env, quiet, debug = false, json }: ReporterOptions): Reporter {
  if (quiet) return silentReporter;
  const guarded = guardTerminal(stream);
  if (json) return jsonReporter({ stream: guarded, debug });
  if (isLiveTerminal(stream) && !env['CI']) return terminalReporter({ stream, guarded, env, debug });
  return plainReporter({ stream: guarded, env, debug });
}
