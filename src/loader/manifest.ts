/** How node is to take a module's compiled text. */
export type ModuleFormat = 'module' | 'commonjs';

/** One TypeScript file that has been compiled. */
export interface CompiledModule {
  /** Name of the file in the manifest's folder that holds its text: one file for many modules, which is one to read. */
  readonly pack: string;
  /** Where its text is in there, in bytes; between `end` and `mapEnd` is the comment that holds its source map. */
  readonly at: { readonly start: number; readonly end: number; readonly mapEnd: number };
  /** Name of the file in the manifest's folder that holds the source map alone. */
  readonly map: string;
  readonly format: ModuleFormat;
  /** The names that a CommonJS module exports, as an `import` of it sees them. */
  readonly names?: readonly string[];
  /** What its specifiers lead to, where node alone would find another file or none: looked for once, by the compiler. */
  readonly found?: Readonly<Record<string, string>>;
}

/** What a tsconfig.json says about finding modules. All paths are absolute. */
export interface ProjectPaths {
  /** Patterns with at most one `*`, each with the paths to try. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly baseUrl?: string;
  readonly rootDirs: readonly string[];
}

/** What the processes that run a processor know of its project: written once, before java starts. */
export interface Manifest {
  readonly entry: { readonly path: string; readonly format: ModuleFormat };
  /** By absolute path. */
  readonly modules: Readonly<Record<string, CompiledModule>>;
  readonly projects: readonly ProjectPaths[];
  /** Index into `projects`, by absolute path of a folder that holds a module of it. */
  readonly folders: Readonly<Record<string, number>>;
  /** What these names and paths mean wherever they are imported: the package that runs the processor. */
  readonly own: Readonly<Record<string, { readonly import: string; readonly require: string }>>;
  /** Path of the program that compiles what is not in `modules`: `node <compiler> <manifest's folder> <file>`. */
  readonly compiler: string;
  /** The tsconfig.json that was asked for by name. */
  readonly tsconfig?: string;
}

export const manifestName = 'modules.json';

/** Of a TypeScript file that has to be compiled before node can run it. */
export function isTypeScript(path: string): boolean {
  return /(?<!\.d)\.[cm]?tsx?$/.test(path);
}

export function isInNodeModules(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}
