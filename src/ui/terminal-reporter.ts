import type { Ora } from 'ora';
import { coloursFor, isLiveTerminal } from './colour.js';
import { harmless } from './harmless.js';
import { plainReporter, type RendererOptions } from './plain-reporter.js';
import type { Progress, ProgressOptions, Reporter } from './reporter.js';

interface TerminalOptions extends RendererOptions {
  /** The same terminal, for all but the live line, which moves the cursor. */
  readonly guarded: NodeJS.WritableStream;
}

/** Plain lines, and a live line for what is under way. */
export function terminalReporter(options: TerminalOptions): Reporter {
  return {
    ...plainReporter({ ...options, stream: options.guarded }),
    progress: (label, progress) => liveProgress(label, progress, options),
  };
}

function liveProgress(
  label: string,
  { total, unit }: ProgressOptions,
  { stream, guarded, env }: TerminalOptions,
): Progress {
  const paint = coloursFor(stream, env);
  let current = 0;
  let ended = false;
  let live: Ora | undefined;
  const text = (): string => {
    const of = total === undefined ? '' : ` of ${amount(total, unit)}`;
    return `${harmless(label)} ${paint.dim(`${amount(current, unit)}${of}`)}`;
  };
  // Loaded when the first progress starts: a warm start shows none and should not wait for it.
  void import('ora').then(({ default: ora }) => {
    if (!ended) live = ora({ text: text(), stream, discardStdin: false }).start();
  });
  // Before ora draws again: it would clear rows without end.
  const onResize = (): void => {
    if (!isLiveTerminal(stream)) end();
  };
  const end = (): void => {
    stream.off('resize', onResize);
    ended = true;
    live?.stop();
    live = undefined;
  };
  stream.on('resize', onResize);
  return {
    advance(by) {
      current += by;
      if (live) live.text = text();
    },
    done(summary) {
      end();
      guarded.write(`${summary}\n`);
    },
    fail: end,
  };
}

function amount(value: number, unit: ProgressOptions['unit']): string {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : String(value);
}
