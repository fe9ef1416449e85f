import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KclTsError, messageOf } from '../../errors.js';
import { decodeProperties, type FileProperty } from '../../properties/read/decode.js';

/** An application that a MultiLangDaemon runs today. */
export interface ExistingApplication {
  /** Its project, absolute. */
  readonly folder: string;
  /** The daemon's properties file, relative to the folder, with `/`. */
  readonly file: string;
  readonly properties: readonly FileProperty[];
}

/** The properties files of a project that are for the daemon: those that name a program and an application. */
export async function findPropertiesFiles(folder: string): Promise<string[]> {
  const candidates = await propertiesBelow(folder, '', 3);
  const kept = await Promise.all(
    candidates.map(async (file) => {
      const keys = (await readApplication(folder, file).catch(() => undefined))?.properties ?? [];
      return ['executableName', 'applicationName'].every((name) => keys.some(({ key }) => key === name));
    }),
  );
  return candidates.filter((_, index) => kept[index]);
}

/** @throws KclTsError CONFIG_FILE if the file cannot be read, or is none that Java would read. */
export async function readApplication(folder: string, file: string): Promise<ExistingApplication> {
  try {
    return { folder, file, properties: decodeProperties(await readFile(join(folder, file))) };
  } catch (error) {
    throw new KclTsError('CONFIG_FILE', `cannot read the properties file ${file}: ${messageOf(error)}`, {
      hint: 'name the file that the daemon of your application is started with: --properties FILE',
      cause: error,
    });
  }
}

export function valueOf({ properties }: Pick<ExistingApplication, 'properties'>, name: string): string {
  return properties.find(({ key }) => key === name)?.value.trim() ?? '';
}

async function propertiesBelow(root: string, below: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        const isSkipped = entry.name === 'node_modules' || entry.name.startsWith('.') || depth === 0;
        return isSkipped ? [] : propertiesBelow(root, path, depth - 1);
      }
      return entry.name.endsWith('.properties') ? [path] : [];
    }),
  );
  return found.flat().sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}
