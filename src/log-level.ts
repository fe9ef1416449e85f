/** How severe a line of the log is. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** From the least severe to the most. */
export const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error'];

/** Whether `level` is at least as severe as `threshold`. */
export function isAtLeast(level: LogLevel, threshold: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(threshold);
}
