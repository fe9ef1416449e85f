/** How a command tells a person what it is doing. Renderers: terminal, plain, lines for programs, silent. */
export interface Reporter {
  info(message: string): void;
  warn(message: string, hint?: string): void;
  /** Shown only with `--log-level debug`. */
  debug(message: string): void;
  /** Starts a progress display. Exactly one of `done` and `fail` ends it. */
  progress(label: string, options: ProgressOptions): Progress;
}

export interface ProgressOptions {
  /** Undefined where it is not known. */
  readonly total: number | undefined;
  readonly unit: 'bytes' | 'items';
}

export interface Progress {
  advance(by: number): void;
  /** Ends the display with one line in its place. */
  done(summary: string): void;
  /** Ends the display without a word: the error that follows says it. */
  fail(): void;
}

/** Shows nothing: for tests and for `--quiet`. */
export const silentReporter: Reporter = {
  info: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
  progress: () => ({ advance: () => undefined, done: () => undefined, fail: () => undefined }),
};
