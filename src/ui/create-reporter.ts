import type { Environment } from '../context.js';
import { isLiveTerminal } from './colour.js';
import { lineReporter } from './line-reporter.js';
import type { EncodeLine } from './own-line.js';
import { plainReporter } from './plain-reporter.js';
import { silentReporter, type Reporter } from './reporter.js';
import { terminalReporter } from './terminal-reporter.js';

interface ReporterOptions {
  readonly stream: NodeJS.WritableStream;
  /** The same stream, for all but the live line, which moves the cursor. */
  readonly guarded: NodeJS.WritableStream;
  readonly env: Environment;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  /** For programs that read the lines. @default text for people */
  readonly encode?: EncodeLine | undefined;
}

/** Chooses the renderer: silent if quiet, lines for programs if asked, live progress on a terminal that has a width and is not CI's, else plain lines. */
export function createReporter({
  stream,
  guarded,
  env,
  quiet,
  debug = false,
  encode,
}: ReporterOptions): Reporter {
  if (quiet) return silentReporter;
  if (encode) return lineReporter({ stream: guarded, debug, encode });
  if (isLiveTerminal(stream) && !env['CI']) return terminalReporter({ stream, guarded, env, debug });
  return plainReporter({ stream: guarded, env, debug });
}
