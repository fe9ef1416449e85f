import type { EncodeLine, OwnLine } from './own-line.js';
import type { Reporter } from './reporter.js';

interface LineReporterOptions {
  readonly stream: NodeJS.WritableStream;
  readonly debug: boolean;
  readonly encode: EncodeLine;
}

/** One line a message, as the log has them: `{"time":…,"level":"info","source":"kcl-ts","message":…}`. */
export function lineReporter({ stream, debug, encode }: LineReporterOptions): Reporter {
  const write = (level: OwnLine['level'], message: string, fields?: OwnLine['fields']): void => {
    const line = {
      time: new Date(),
      level,
      source: 'kcl-ts',
      message,
      ...(fields ? { fields } : {}),
    } as const;
    stream.write(`${encode(line)}\n`);
  };
  return {
    info: (message) => write('info', message),
    warn: (message, hint) => write('warn', message, hint ? { hint } : undefined),
    debug: (message) => (debug ? write('debug', message) : undefined),
    progress: () => ({
      advance: () => undefined,
      done: (summary) => write('info', summary),
      fail: () => undefined,
    }),
  };
}
