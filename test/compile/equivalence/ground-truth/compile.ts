import { join } from 'node:path';
import ts from 'typescript';

/**
 * Compiles a project where it lies, as tsc would into another folder: what lies beside the sources stays where their
 * output looks for it. Errors of types are not looked at, those of the configuration and the syntax are.
 */
export function compileInPlace(folder: string, builds: readonly string[] | undefined, entry: string): void {
  const configurations =
    builds ?? (ts.sys.fileExists(join(folder, 'tsconfig.json')) ? ['tsconfig.json'] : []);
  if (configurations.length === 0) programOf([join(folder, entry)], {}).emit();
  for (const name of configurations) {
    const parsed = ts.getParsedCommandLineOfConfigFile(join(folder, name), inPlace, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: fail,
    });
    if (!parsed) throw new Error(`tsc cannot read ${name}`);
    // a file of nothing but references is an error to tsc alone, not to tsc --build
    ts.getConfigFileParsingDiagnostics(parsed)
      .filter(({ code }) => code !== 18002)
      .forEach(fail);
    const program = programOf(parsed.fileNames, parsed.options);
    // what it imports from a project that it refers to is built with that one's options
    for (const file of parsed.fileNames) program.emit(program.getSourceFile(file));
  }
}

const inPlace: ts.CompilerOptions = {
  noEmit: false,
  noEmitOnError: false,
  composite: false,
  incremental: false,
  declaration: false,
  emitDeclarationOnly: false,
  sourceMap: true,
  // the declarations of browsers take most of tsc's time
  lib: ['lib.esnext.d.ts'],
  types: [],
};

function programOf(files: readonly string[], options: ts.CompilerOptions): ts.Program {
  const { outDir: _outDir, rootDir: _rootDir, ...rest } = options;
  const complete = { ...rest, ...inPlace };
  const program = ts.createProgram(files, complete, hostFor(complete));
  program.getSyntacticDiagnostics().forEach(fail);
  return program;
}

/** TypeScript's own declarations are parsed once for all projects. */
const libraries = new Map<string, ts.SourceFile>();

function hostFor(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(name, versionOrOptions, onError) {
      if (!/[\\/]typescript[\\/]lib[\\/]/.test(name))
        return host.getSourceFile(name, versionOrOptions, onError);
      const known = libraries.get(name) ?? host.getSourceFile(name, versionOrOptions, onError);
      if (known) libraries.set(name, known);
      return known;
    },
  };
}

function fail({ messageText, file }: ts.Diagnostic): never {
  throw new Error(`${file?.fileName ?? ''} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
