import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A value, and the type that it must have, as TypeScript names it. */
export interface TypedValue {
  /** Where the value comes from. */
  readonly from: string;
  readonly value: unknown;
  /** Such as `import('@aws-sdk/client-ecs').RegisterTaskDefinitionCommandInput`. */
  readonly type: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * What the compiler has to say of values written as literals: fields that the type does not know, fields that it misses,
 * and values that it does not have. The types are those that the clients of these services generate from their schemas.
 */
export function typeProblems(values: readonly TypedValue[]): string[] {
  const sources = new Map(
    values.map(({ value, type }, index) => [
      join(folder, `value-${index}.ts`),
      `export const value: ${type} = ${JSON.stringify(value)};\n`,
    ]),
  );
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, source, version);
  };
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].flatMap((name, index) => {
    const file = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(
      ({ messageText }) => `${values[index]?.from}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}
