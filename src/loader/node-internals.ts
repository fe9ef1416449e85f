import { createRequire } from 'node:module';

/** The parts of node's CommonJS loader that tools have come to patch, and that node keeps for them. */
export interface CommonJsLoader {
  _extensions: Record<string, (module: CommonJsModule, filename: string) => void>;
  _load(request: string, parent: CommonJsModule | null | undefined, isMain: boolean): unknown;
  _resolveFilename: ResolveFilename;
  readonly prototype: CommonJsModule;
}

export type ResolveFilename = (
  request: string,
  parent: CommonJsModule | null | undefined,
  isMain: boolean,
  options?: { readonly paths?: readonly string[] },
) => string;

export interface CommonJsModule {
  filename?: string | null;
  _compile: (this: CommonJsModule, text: string, filename: string, format?: 'module' | 'commonjs') => unknown;
}

/** For what node's own types do not tell of. */
export const requireBuiltin: (name: string) => unknown = createRequire(import.meta.url);

export const commonJsLoader = requireBuiltin('node:module') as CommonJsLoader;
