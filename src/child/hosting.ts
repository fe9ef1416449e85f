import type { TakeOver } from './entry/serve-shard.js';
import type { ChildOptions } from './options.js';
import type { EntryModule } from './settings.js';
import type { ReportTarget } from './reports/report-target.js';

/** What a process that serves several shards reads from the environment, as JSON. */
export interface HostSettings extends ChildOptions {
  readonly entry: EntryModule;
  readonly reports: ReportTarget;
  /** Marks the lines that the process prints with the shard that they are of. */
  readonly secret: string;
}

export const hostSettingsVariable = 'KCL_TS_HOST_SETTINGS';

/** The descriptor on which kcl-ts and such a process talk to each other. It ends when kcl-ts is gone. */
export const controlDescriptor = 3;

/** What kcl-ts tells it. A shard goes by the process id of its relay until the daemon has named it, and after. */
export type ToHost =
  /** To open the two pipes of the daemon's, and to serve the shard. */
  | {
      readonly type: 'serve';
      readonly relay: number;
      readonly input: string;
      readonly output: string;
      readonly takeOver?: TakeOver | undefined;
    }
  /** To end the shard's processor for one in another process. */
  | { readonly type: 'retire'; readonly relay: number }
  /** The relay is gone, and with it the daemon's interest. */
  | { readonly type: 'abandon'; readonly relay: number };

/** What it tells kcl-ts. */
export type FromHost =
  | { readonly type: 'loaded' }
  | { readonly type: 'loadFailed'; readonly name: string; readonly message: string; readonly stack: string }
  /** The pipes cannot be opened. */
  | { readonly type: 'unopened'; readonly relay: number; readonly reason: string }
  | { readonly type: 'opened'; readonly relay: number }
  | { readonly type: 'named'; readonly relay: number; readonly shardId: string }
  /** The shard is done with, and its pipes are closed. */
  | { readonly type: 'done'; readonly relay: number; readonly failed: boolean }
  /** Undefined if the shard is done with instead. */
  | { readonly type: 'retired'; readonly relay: number; readonly takeOver?: TakeOver | undefined }
  /** How many bytes of records were handled in a second, on average since the last time. */
  | { readonly type: 'load'; readonly bytesPerSecond: number };
