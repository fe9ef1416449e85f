import type { TsConfigJson } from 'get-tsconfig';

/** The options that decide how a file is emitted, with the defaults of the TypeScript that the project has. */
export type CompilerOptions = TsConfigJson.CompilerOptions;

/** Major version whose defaults hold where no TypeScript is installed. */
const newest = 6;

/**
 * Fills in what a tsconfig.json leaves to the compiler. The defaults changed with TypeScript 6.
 *
 * @param version of the project's TypeScript, such as `5.9.3`
 */
export function withDefaults(options: CompilerOptions, version: string | undefined): CompilerOptions {
  const major = version === undefined ? newest : Number.parseInt(version, 10);
  const module = lower(options.module);
  const target = options.target ?? defaultTarget(module, major);
  const effectiveModule = module ?? defaultModule(target, major);
  return {
    ...options,
    target,
    module: effectiveModule as TsConfigJson.CompilerOptions.Module,
    esModuleInterop: options.esModuleInterop ?? (major >= 6 || hasInterop(effectiveModule)),
    alwaysStrict: options.alwaysStrict ?? options.strict ?? major >= 6,
  };
}

function defaultTarget(module: string | undefined, major: number): TsConfigJson.CompilerOptions.Target {
  if (module === 'nodenext') return 'ESNext';
  if (module?.startsWith('node') === true) return 'ES2022';
  return major >= 6 ? 'ESNext' : 'ES5';
}

function defaultModule(target: string, major: number): string {
  if (major >= 6) return 'esnext';
  return /^es[35]$/i.test(target) ? 'commonjs' : 'es2015';
}

function hasInterop(module: string): boolean {
  return module.startsWith('node') || module === 'preserve';
}

function lower(value: string | undefined): string | undefined {
  return value?.toLowerCase();
}
