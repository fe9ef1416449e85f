import type { Environment } from '../context.js';
import { KclTsError, errorKinds } from '../errors.js';
import { coloursFor } from './colour.js';

interface Output {
  readonly stream: NodeJS.WritableStream;
  readonly env: Environment;
}

/** Prints an error for a person and returns the exit code it asks for. Only a defect of kcl-ts shows a stack. */
export function printError(error: unknown, { stream, env }: Output): number {
  const paint = coloursFor(stream, env);
  if (!(error instanceof KclTsError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stream.write(
      `${paint.red('kcl-ts: internal error')}: ${stack}\n${paint.dim('this is a defect of kcl-ts: please report it with the lines above')}\n`,
    );
    return errorKinds.INTERNAL.exitCode;
  }
  const lines = [`${paint.red('kcl-ts:')} ${error.message}`];
  if (error.details) lines.push(indent(error.details));
  if (error.hint) lines.push(indent(error.hint, paint.cyan('→ ')));
  stream.write(`${lines.join('\n')}\n`);
  return error.exitCode;
}

function indent(text: string, mark = ''): string {
  const [first = '', ...rest] = text.split('\n');
  const margin = mark ? '    ' : '  ';
  return [`  ${mark}${first}`, ...rest.map((line) => `${margin}${line}`)].join('\n');
}
