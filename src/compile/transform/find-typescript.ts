import { createRequire } from 'node:module';

/** The TypeScript that a file's project has installed: what its author compiles it with. */
export interface InstalledTypeScript {
  /** Path of its module. */
  readonly path: string;
  /** Such as `5.9.3`. */
  readonly version: string;
}

/** Does not load it: that takes 200 ms. */
export function findTypeScript(importer: string): InstalledTypeScript | undefined {
  const fromImporter = createRequire(importer);
  try {
    const manifest: unknown = fromImporter('typescript/package.json');
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
    return typeof version === 'string' ? { path: fromImporter.resolve('typescript'), version } : undefined;
  } catch {
    return undefined;
  }
}
