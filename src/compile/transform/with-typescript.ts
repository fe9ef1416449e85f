import type TypeScript from 'typescript';
import type { ModuleFormat } from '../../loader/manifest.js';
import type { CompilerOptions } from '../tsconfig/compiler-options.js';

export interface TypeScriptSource {
  readonly path: string;
  readonly source: string;
  readonly format: ModuleFormat;
  readonly options: CompilerOptions;
}

/** Compiles one file by the project's own compiler: for the metadata of decorators, which esbuild knows nothing of. */
export function compileWithTypeScript(
  typescript: typeof TypeScript,
  { path, source, format, options }: TypeScriptSource,
): string {
  const { options: converted } = typescript.convertCompilerOptionsFromJson(options, '.');
  const isCommonJs = options.module?.toLowerCase() === 'commonjs';
  const module = format === 'module' ? typescript.ModuleKind.ESNext : undefined;
  const { outputText } = typescript.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      ...converted,
      ...(module !== undefined
        ? { module, moduleResolution: typescript.ModuleResolutionKind.Bundler }
        : isCommonJs
          ? {}
          : { module: typescript.ModuleKind.CommonJS }),
      isolatedModules: true,
      inlineSourceMap: true,
      inlineSources: false,
      sourceMap: false,
      declaration: false,
      declarationMap: false,
      noEmit: false,
      emitDeclarationOnly: false,
      sourceRoot: '',
    },
  });
  return outputText;
}
