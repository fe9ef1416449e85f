import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Loader, Message, TransformOptions } from 'esbuild';
import { KclTsError } from '../../errors.js';
import type { ModuleFormat } from '../../loader/manifest.js';
import { checkEnums } from './check-enums.js';
import { withDefaults, type CompilerOptions } from '../tsconfig/compiler-options.js';
import { findTypeScript } from './find-typescript.js';
import { installCommand } from '../how-to-install.js';
import { likeTsc, withRequire } from './like-tsc.js';
import { loadEsbuild } from './load-esbuild.js';
import { hasModuleSyntax, moduleFormat } from '../walk/module-format.js';
import { refuseOptions } from '../tsconfig/refused-options.js';
import type { TypeScriptSource } from './with-typescript.js';
import type { Project } from '../tsconfig/index.js';
import { TypeScriptThread, type TypeScriptAnswer } from './typescript-thread.js';

export interface Transformed {
  readonly source: string;
  readonly code: string;
  readonly format: ModuleFormat;
  readonly warnings: readonly Message[];
}

/**
 * Compiles one TypeScript file by itself, as tsc does with `isolatedModules`, for the node that runs this.
 *
 * @throws esbuild's failure, with its messages, or KclTsError PROCESSOR_INVALID
 */
export class Transformer {
  readonly #thread = new TypeScriptThread();

  async transform(path: string, project: Project): Promise<Transformed> {
    const source = await readFile(path, 'utf8');
    const options =
      project.path === undefined ? undefined : this.#options(path, project.path, project.options);
    const { code, warnings, format } = await compile({ path, source, options });
    checkEnums(path, code);
    if (asksForMetadata(options) && code.includes('__decorate')) {
      const tsconfig = project.path ?? path;
      return {
        source,
        format,
        warnings,
        code: await this.#byTypeScript(tsconfig, { path, source, format, options }),
      };
    }
    if (format === 'module') return { source, code: withRequire(code, source), format, warnings };
    const interop = options?.esModuleInterop ?? true;
    const strict = hasModuleSyntax(source) && !code.startsWith('"use strict"') ? '"use strict";' : '';
    return {
      source,
      code: strict + likeTsc(code, { interop }),
      format,
      warnings: warnings.filter(({ id }) => interop || id !== 'call-import-namespace'),
    };
  }

  end(): Promise<void> {
    return this.#thread.end();
  }

  #options(path: string, tsconfig: string, options: CompilerOptions): CompilerOptions {
    refuseOptions(path, tsconfig, options);
    return withDefaults(options, findTypeScript(path)?.version);
  }

  /** For the metadata of decorators. TypeScript from version 7 on cannot compile a file for another program. */
  async #byTypeScript(tsconfig: string, source: TypeScriptSource): Promise<string> {
    const installed = findTypeScript(source.path);
    const answer: Omit<TypeScriptAnswer, 'id'> =
      installed === undefined ? {} : await this.#thread.compile(installed.path, source);
    if (answer.code !== undefined) return answer.code;
    const got =
      installed === undefined ? 'there is none' : `${installed.version} failed: ${answer.error ?? ''}`;
    const wanted = installed === undefined ? 'typescript' : 'typescript@6';
    throw new KclTsError(
      'PROCESSOR_INVALID',
      `${tsconfig} asks for emitDecoratorMetadata, which needs the project's TypeScript, and ${got}`,
      { hint: `install it: ${installCommand(wanted, dirname(source.path), { dev: true })}` },
    );
  }
}

interface Source {
  readonly path: string;
  readonly source: string;
  /** Undefined if no tsconfig.json is for it. */
  readonly options: CompilerOptions | undefined;
}

async function compile(file: Source): Promise<Transformed> {
  const decided = moduleFormat(file.path, file.source, file.options);
  if (decided !== 'by syntax') return compileAs(decided, file);
  try {
    return await compileAs('commonjs', file);
  } catch {
    return compileAs('module', file);
  }
}

async function compileAs(format: ModuleFormat, file: Source): Promise<Transformed> {
  const { code, warnings } = await loadEsbuild().transform(file.source, transformOptions(file, format));
  return { source: file.source, code, warnings, format };
}

function transformOptions({ path, source, options }: Source, format: ModuleFormat): TransformOptions {
  // tsc turns import() into require where the module's kind is CommonJS whatever node makes of it
  const lowered = format === 'commonjs' && options?.module?.toLowerCase() === 'commonjs';
  return {
    loader: loaderOf(path),
    format: format === 'module' ? 'esm' : 'cjs',
    platform: 'node',
    target: `node${process.versions.node}`,
    ...(lowered ? { supported: { 'dynamic-import': false } } : {}),
    tsconfigRaw: { compilerOptions: options ?? {} },
    // what is exported without a name is named after the file otherwise, and not `default`
    keepNames: anonymousDefault.test(source),
    // relative to the module's own address
    sourcefile: basename(path),
    sourcemap: 'inline',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
  };
}

const anonymousDefault =
  /^\s*export\s+default\s+(?:abstract\s+)?(?:class|(?:async\s+)?function)[\s*]*(?:extends\b|implements\b|[{(<])/m;

function loaderOf(path: string): Loader {
  return extname(path) === '.tsx' ? 'tsx' : 'ts';
}

function asksForMetadata(options: CompilerOptions | undefined): options is CompilerOptions {
  return options?.experimentalDecorators === true && options.emitDecoratorMetadata === true;
}
