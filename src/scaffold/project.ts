import { readFileSync } from 'node:fs';
import { KclTsError } from '../errors.js';
import { ownFile } from '../own-files.js';
import { collect } from '../properties/collect.js';
import type { CollectedProperties } from '../properties/collected.js';
import type { PackageManagerName } from './package-manager.js';
import { findTemplate, type TemplateName } from './templates.js';

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

/** A new project uses the lock file of this package. */
export const { kcl } = JSON.parse(readFileSync(ownFile('jars.lock'), 'utf8')) as { kcl: string };

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
  return collect({
    flags,
    // a region that is refused is not missing, too
    env: { AWS_REGION: 'us-east-1' },
    kcl,
    forced: {},
    defaults: {},
    namesRequired: true,
    isLocal: false,
    machine: { hostname: 'localhost', pid: 1, uuid: '' },
    profiles: new Map(),
    hasClass: () => false,
  });
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
