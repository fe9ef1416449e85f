import { ownFile } from '../own-files.js';
import type { ChildOptions } from './options.js';
import { settingsVariable, type ChildSettings, type EntryModule } from './settings.js';
import type { ReportTarget } from './reports/report-target.js';

export type { ChildOptions } from './options.js';

export interface ChildCommandOptions {
  /** Path of the node to run, such as `process.execPath`. */
  readonly node: string;
  readonly entry: EntryModule;
  /** Path of what node preloads: the hooks that serve the project's compiled modules. */
  readonly hooks: string;
  readonly options: ChildOptions;
  readonly reports: ReportTarget;
  /** What a POSIX shell does before it starts node, such as `unset NAME`; done only where there is one. */
  readonly before?: string;
  readonly platform: NodeJS.Platform;
}

/** What the daemon needs to start a processor for a shard. */
export interface ChildCommand {
  /**
   * The daemon splits it at blanks and knows no quoting (MultiLangRecordProcessorFactory), so no path is in it: what
   * may hold a blank goes through the environment.
   */
  readonly executableName: string;
  /** To be added to the daemon's environment, which its children inherit. */
  readonly env: Readonly<Record<string, string>>;
}

/** Flags of the child's node. Up to Node 22 the hooks for `import` reach into its loader: src/loader/in-thread-hooks.ts. */
export const childFlags: readonly string[] = [
  '--enable-source-maps',
  ...(process.versions.node.startsWith('20.') ? ['--expose-internals'] : []),
];

/** The child's entry, as a path. */
export const childEntry = ownFile('dist/child/entry/child.cjs');

export function childCommand({
  node,
  entry,
  hooks,
  options,
  reports,
  before = '',
  platform,
}: ChildCommandOptions): ChildCommand {
  const settings = { ...options, entry, reports };
  return platform === 'win32'
    ? withoutShell({ node, hooks }, { ...settings, input: 0, output: 1 })
    : withShell({ node, hooks }, { ...settings, input: 3, output: 4 }, before);
}

type Program = Pick<ChildCommandOptions, 'node' | 'hooks'>;

/** The shell reads the launcher as `. "$KCL_TS_CHILD_LAUNCHER"`: the unquoted $IFS is split and so gives the blank. */
function withShell({ node, hooks }: Program, settings: ChildSettings, before: string): ChildCommand {
  return {
    executableName: '/bin/sh -c .$IFS"$KCL_TS_CHILD_LAUNCHER"',
    env: {
      KCL_TS_CHILD_LAUNCHER: ownFile('dist/child/entry/launcher.sh'),
      KCL_TS_CHILD_NODE: node,
      KCL_TS_CHILD_FLAGS: childFlags.join(' '),
      KCL_TS_CHILD_HOOKS: hooks,
      KCL_TS_CHILD_ENTRY: childEntry,
      KCL_TS_CHILD_BEFORE: before,
      [settingsVariable]: JSON.stringify(settings),
    },
  };
}

/** A node whose path holds a blank, as in `C:\Program Files`, is looked up in PATH by its name. */
function withoutShell({ node, hooks }: Program, settings: ChildSettings): ChildCommand {
  const program = node.includes(' ') ? 'node' : node;
  const script = 'require(process.env.KCL_TS_CHILD_HOOKS),require(process.env.KCL_TS_CHILD_ENTRY)';
  return {
    executableName: [program, ...childFlags, '-e', script].join(' '),
    env: {
      KCL_TS_CHILD_HOOKS: hooks,
      KCL_TS_CHILD_ENTRY: childEntry,
      [settingsVariable]: JSON.stringify(settings),
    },
  };
}
