import { constants } from 'node:os';
import { relative, resolve } from 'node:path';
import type { Context } from '../../../context.js';
import { KclTsError } from '../../../errors.js';
import { findPropertiesFiles } from '../../../scaffold/migration/application.js';
import type { Migration } from '../../../scaffold/migration/migration.js';
import { planMigration, reportName } from '../../../scaffold/migration/plan-migration.js';
import { flagLines, foundLines, lookLines } from '../../../scaffold/migration/report.js';
import { findPackageManager, type PackageManagerName } from '../../../scaffold/package-manager.js';
import { writeFiles, type ScaffoldOptions } from '../../../scaffold/scaffold.js';
import type * as Ask from './ask.js';

export interface MigrateOptions {
  /** As given, relative to the current folder. */
  readonly properties?: string;
  readonly packageManager: PackageManagerName;
  /** Undefined to ask nothing. */
  readonly terminal: Ask.Terminal | undefined;
}

/** Makes an existing application run with kcl-ts, and says what was found and what changes. */
export async function migrate(folder: string, options: MigrateOptions, context: Context): Promise<void> {
  const { terminal } = options;
  const ask = await import('./ask.js');
  try {
    const file = await chooseFile(folder, options, context, ask);
    const { migration, files, edited } = await planMigration(folder, file);
    for (const line of foundLines(migration)) context.reporter.info(`found ${plain(line)}`);
    const kept = new Map(files);
    if (terminal !== undefined) {
      for (const edit of edited) {
        if (files.has(edit) && !(await ask.askEdit(edit, migration.command, terminal))) kept.delete(edit);
      }
    }
    const onClash: ScaffoldOptions =
      terminal === undefined ? {} : { onClash: (clash) => ask.askClash(clash, terminal) };
    const written = await writeFiles(folder, kept, { ...onClash, edited });
    report(
      written,
      migration,
      { folder, isEdited: kept.has('package.json') || !files.has('package.json'), ...options },
      context,
    );
  } catch (error) {
    if (!(error instanceof ask.Cancelled)) throw error;
    context.reporter.info('nothing was written');
    process.exitCode = 128 + constants.signals.SIGINT;
  }
}

/** @throws KclTsError CONFIG_FILE if there is none, or several and nobody to ask. */
async function chooseFile(
  folder: string,
  { properties, terminal }: MigrateOptions,
  { cwd }: Context,
  ask: typeof Ask,
): Promise<string> {
  if (properties !== undefined) return relative(folder, resolve(cwd, properties)).replaceAll('\\', '/');
  const found = await findPropertiesFiles(folder).catch(() => []);
  const [only, ...others] = found;
  if (only === undefined) {
    throw new KclTsError('CONFIG_FILE', `${folder} has no properties file of the KCL`, {
      hint: 'expected a file *.properties with executableName and applicationName; name it with --properties FILE',
    });
  }
  if (others.length === 0) return only;
  if (terminal !== undefined) return ask.askFile(found, terminal);
  throw new KclTsError('CONFIG_FILE', `${folder} has several properties files: ${found.join(', ')}`, {
    hint: 'name the one to use with --properties FILE',
  });
}

function report(
  written: readonly string[],
  migration: Migration,
  {
    folder,
    isEdited,
    packageManager,
  }: Pick<MigrateOptions, 'packageManager'> & { folder: string; isEdited: boolean },
  { cwd, reporter }: Context,
): void {
  const place = relative(cwd, folder);
  for (const file of written) reporter.info(`wrote ${place ? `${place}/` : ''}${file}`);
  for (const line of flagLines(migration)) reporter.info(plain(line).replace(/\.$/, ''));
  for (const line of lookLines(migration)) reporter.warn(plain(line).replace(/\.$/, ''));
  reporter.info(`${reportName} says what stays, what changes and how to go back`);
  const { install, run, args } = findPackageManager(packageManager);
  const start = isEdited ? `${run} kcl-ts ` : `npx ${migration.command} `;
  const local = `${start}${isEdited ? args : ''}--local`;
  reporter.info(
    `\nnext:\n${place ? `  cd ${place}\n` : ''}  ${install}\n  ${local}    # embedded Kinesis and DynamoDB\n  ${start.trimEnd()}`,
  );
}

/** Without the marks of Markdown. */
function plain(line: string): string {
  return line.replaceAll('`', '');
}
