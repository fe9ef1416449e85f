import type { LoggerSettings } from '../log/logger.js';

/** How a processor's process reports to kcl-ts. Nothing that the processor prints can get there. */
export type ReportTarget =
  /** The path of a FIFO that kcl-ts reads, and that of one that it holds open until the worker is to stop. */
  | { readonly kind: 'fifo'; readonly path: string; readonly stopPath: string }
  /** Where there is no FIFO: lines on stderr that begin with a secret of the run. */
  | { readonly kind: 'stderr'; readonly secret: string };

/** What a program of the user's (`--exec`) is told. */
export type ProgramSettings = ReportTarget & LoggerSettings;

/**
 * Holds the settings as JSON for a program of the user's (`--exec`) that may call `run`. Taken out of the environment
 * before the first record is delivered.
 */
export const reportsVariable = 'KCL_TS_REPORTS';
