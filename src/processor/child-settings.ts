import type { ChildOptions } from './child-options.js';
import type { ReportTarget } from './reports/report-target.js';

/** What the child's process reads from the environment, as JSON. */
export interface ChildSettings extends ChildOptions {
  /** File URL of the compiled module. */
  readonly module: string;
  /** The descriptors of the protocol: 0 and 1, or where the launcher has moved them. */
  readonly input: number;
  readonly output: number;
  readonly reports: ReportTarget;
}

export const settingsVariable = 'KCL_TS_CHILD_SETTINGS';
/** Set instead of the settings when a processor is only to be checked. */
export const checkVariable = 'KCL_TS_CHILD_CHECK';
