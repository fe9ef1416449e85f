import type { ChildOptions } from './options.js';
import type { ReportTarget } from './reports/report-target.js';

/** The processor's own module, and how node loads it. */
export interface EntryModule {
  /** Absolute. */
  readonly path: string;
  readonly format: 'module' | 'commonjs';
}

/** An import that seems to lead nowhere. */
export interface UnresolvedImport {
  readonly specifier: string;
  /** Path of the file that it is in. */
  readonly importer: string;
}

/** What a check reads, as JSON. */
export interface CheckRequest {
  readonly entry: EntryModule;
  readonly missing: readonly UnresolvedImport[];
}

/** What the child's process reads from the environment, as JSON. */
export interface ChildSettings extends ChildOptions {
  readonly entry: EntryModule;
  /** The descriptors of the protocol: 0 and 1, or where the launcher has moved them. */
  readonly input: number;
  readonly output: number;
  readonly reports: ReportTarget;
}

export const settingsVariable = 'KCL_TS_CHILD_SETTINGS';
/** Set instead of the settings when a processor is only to be checked. */
export const checkVariable = 'KCL_TS_CHILD_CHECK';
/** By which the launcher finds what it starts. */
export const launcherVariables: readonly string[] = ['LAUNCHER', 'NODE', 'FLAGS', 'HOOKS', 'ENTRY'].map(
  (name) => `KCL_TS_CHILD_${name}`,
);
