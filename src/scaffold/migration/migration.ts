import type { ExistingApplication } from './application.js';
import type { KeepingFlag } from './launch.js';
import type { Library } from './library.js';
import type { Program } from './program.js';

/** How an application comes to run with kcl-ts, as found out; nothing is written yet. */
export interface Migration {
  readonly application: ExistingApplication;
  readonly library: Library | undefined;
  readonly program: Program;
  readonly flags: readonly KeepingFlag[];
  /** Starts it with kcl-ts, in the project's folder. */
  readonly command: string;
  /** What `run` would warn of. */
  readonly warnings: readonly string[];
}
