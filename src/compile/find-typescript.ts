import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type TypeScript from 'typescript';
import { KclTsError } from '../errors.js';
import { installCommand } from './how-to-install.js';

/** The TypeScript that a file's project has installed: what its author compiles it with. */
export class InstalledTypeScript {
  readonly #versions = new Map<string, string | undefined>();

  /** Its version, such as `5.9.3`, or undefined if there is none. Does not load it. */
  versionFor(path: string): string | undefined {
    const require = createRequire(path);
    let manifest: string;
    try {
      manifest = require.resolve('typescript/package.json');
    } catch {
      return undefined;
    }
    if (!this.#versions.has(manifest)) this.#versions.set(manifest, versionIn(require(manifest)));
    return this.#versions.get(manifest);
  }

  /**
   * For `emitDecoratorMetadata`.
   *
   * @throws KclTsError PROCESSOR_INVALID if there is none, or one that cannot compile a file for another program, as
   * from version 7 on
   */
  loadFor(path: string, tsconfig: string): typeof TypeScript {
    const version = this.versionFor(path);
    const typescript = version === undefined ? undefined : (createRequire(path)('typescript') as unknown);
    if (isCompiler(typescript)) return typescript;
    const got = version === undefined ? 'there is none' : `typescript ${version} offers no transpileModule`;
    throw new KclTsError(
      'PROCESSOR_INVALID',
      `${tsconfig} asks for emitDecoratorMetadata, which needs the project's TypeScript, and ${got}`,
      {
        hint: `install it: ${installCommand(version === undefined ? 'typescript' : 'typescript@6', dirname(path), { dev: true })}`,
      },
    );
  }
}

function isCompiler(value: unknown): value is typeof TypeScript {
  return (
    typeof value === 'object' &&
    value !== null &&
    'transpileModule' in value &&
    typeof value.transpileModule === 'function'
  );
}

function versionIn(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined;
  return typeof manifest.version === 'string' ? manifest.version : undefined;
}
