import { workerProperties } from '../worker-properties.js';
import { readApplication, type ExistingApplication } from './application.js';
import { keepingFlags, launchCommand, type KeepingFlag } from './launch.js';
import { findLibrary } from './library.js';
import { planManifest } from './manifest.js';
import type { Migration } from './migration.js';
import { readProgram } from './program.js';
import { writeReport } from './report.js';

export interface MigrationFiles {
  readonly migration: Migration;
  readonly files: ReadonlyMap<string, string>;
  /** Those that are there already, and only get what they lack. */
  readonly edited: ReadonlySet<string>;
}

export const reportName = 'kcl-ts-migration.md';

/**
 * Reads a project and says what it takes to run it with kcl-ts. Its own files stay as they are, but for package.json.
 *
 * @param file the daemon's properties file, relative to the folder
 * @throws KclTsError CONFIG_FILE, CONFIG_INVALID if `run` would refuse the file, TARGET_NOT_EMPTY
 */
export async function planMigration(folder: string, file: string): Promise<MigrationFiles> {
  const application = await readApplication(folder, file);
  const library = await findLibrary(folder);
  const program = await readProgram(application, library);
  const flags = keepingFlags(application, library);
  const command = launchCommand(application, program, flags);
  const migration = {
    application,
    library,
    program,
    flags,
    command,
    warnings: warningsOf(application, flags),
  };
  const manifest = await planManifest(folder, command);
  const files = new Map([[reportName, writeReport(migration)]]);
  if (manifest.text !== undefined) files.set('package.json', manifest.text);
  return { migration, files, edited: new Set(manifest.isEdit ? ['package.json'] : []) };
}

function warningsOf(
  { file, properties }: ExistingApplication,
  flags: readonly KeepingFlag[],
): readonly string[] {
  return workerProperties({
    flags: new Map(flags.map(({ words: [flag, value] }) => [flag, [value]])),
    file: { name: file, properties },
    hasClass: () => true,
  }).warnings;
}
