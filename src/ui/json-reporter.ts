import type { Reporter } from './reporter.js';

/** One JSON object a line: `{"timestamp":…,"level":"info","source":"kcl-ts","message":…}`. */
export function jsonReporter({ stream, debug }: { stream: NodeJS.WritableStream; debug: boolean }): Reporter {
  const write = (level: string, message: string, more: object = {}): void =>
    void stream.write(
      `${JSON.stringify({ timestamp: new Date().toISOString(), level, source: 'kcl-ts', message, ...more })}\n`,
    );
  return {
    info: (message) => write('info', message),
    warn: (message, hint) => write('warn', message, hint ? { hint } : {}),
    debug: (message) => (debug ? write('debug', message) : undefined),
    progress: () => ({
      advance: () => undefined,
      done: (summary) => write('info', summary),
      fail: () => undefined,
    }),
  };
}
