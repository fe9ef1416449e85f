import { KclTsError } from '../errors.js';
import type { CollectedProperties } from '../properties/collected.js';
import type { PackageManagerName } from './package-manager.js';
import { findTemplate, type TemplateName } from './templates.js';
import { workerProperties } from './worker-properties.js';

/** What is asked before a project is written. */
export interface Project {
  /** Absolute; made if it is not there. */
  readonly folder: string;
  readonly stream: string;
  readonly application: string;
  readonly region: string;
  readonly packageManager: PackageManagerName;
  readonly template: TemplateName;
}

/**
 * The properties that the project's worker will run with.
 *
 * @throws KclTsError CONFIG_INVALID, as `run` would, when the stream, the application or the region cannot be
 */
export function projectProperties({
  stream,
  application,
  region,
  template,
}: Omit<Project, 'folder' | 'packageManager'>): CollectedProperties {
  const flags = new Map([
    ['--stream', [stream]],
    ['--app', [application]],
    ['--region', [region]],
  ]);
  if (template === 'fan-out') flags.set('--retrieval-mode', ['fanout']);
  return workerProperties({ flags, hasClass: () => false });
}

/** Why an answer cannot be, if it cannot. */
export function problemWith(
  answer: Partial<Pick<Project, 'stream' | 'application' | 'region'>>,
): string | undefined {
  try {
    // a sample for what is not asked now
    projectProperties({
      stream: 'words',
      application: 'words',
      region: 'us-east-1',
      template: 'basic',
      ...answer,
    });
    return undefined;
  } catch (error) {
    if (error instanceof KclTsError) return error.message;
    throw error;
  }
}

/** The words of the command that runs the project's worker in AWS. */
export function startWords({ stream, application, region, template }: Omit<Project, 'folder'>): string[] {
  const { flags } = findTemplate(template);
  const names = ['--stream', stream, '--app', application, '--region', region];
  return ['run', 'src/processor.ts', ...names, ...flags];
}
