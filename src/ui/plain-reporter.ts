import type { Environment } from '../context.js';
import { coloursFor } from './colour.js';
import type { Reporter } from './reporter.js';

export interface RendererOptions {
  readonly stream: NodeJS.WritableStream;
  readonly env: Environment;
  readonly debug: boolean;
}

/** One line a message, and of a progress only its end: what a CI log or a file wants. */
export function plainReporter({ stream, env, debug }: RendererOptions): Reporter {
  const paint = coloursFor(stream, env);
  const line = (text: string): void => void stream.write(`${text}\n`);
  return {
    info: line,
    warn(message, hint) {
      line(`${paint.yellow('warning:')} ${message.replaceAll('\n', '\n    ')}`);
      if (hint) line(`  ${paint.cyan('→')} ${hint}`);
    },
    debug: (message) => (debug ? line(paint.dim(message)) : undefined),
    progress: () => ({ advance: () => undefined, done: line, fail: () => undefined }),
  };
}
