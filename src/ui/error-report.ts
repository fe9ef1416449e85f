import type { Environment } from '../context.js';
import { KclTsError, errorKinds } from '../errors.js';
import { coloursFor } from './colour.js';
import type { EncodeLine, OwnLine } from './own-line.js';

interface Output {
  readonly stream: NodeJS.WritableStream;
  readonly env: Environment;
  /** For programs that read the line. @default text for people */
  readonly encode?: EncodeLine | undefined;
}

/** Prints an error and returns the exit code it asks for. Only a defect of kcl-ts shows a stack. */
export function printError(error: unknown, { stream, env, encode }: Output): number {
  const exitCode = error instanceof KclTsError ? error.exitCode : errorKinds.INTERNAL.exitCode;
  stream.write(`${encode ? encode(asLine(error, exitCode)) : asText(error, stream, env)}\n`);
  return exitCode;
}

function asText(error: unknown, stream: NodeJS.WritableStream, env: Environment): string {
  const paint = coloursFor(stream, env);
  if (!(error instanceof KclTsError)) {
    return [
      `${paint.red('kcl-ts: internal error:')} ${stackOf(error)}`,
      indent('this is a defect of kcl-ts: please report it with the lines above', paint.cyan('→ ')),
    ].join('\n');
  }
  return [
    `${paint.red('kcl-ts:')} ${hang(error.message)}`,
    ...(error.details ? [indent(error.details)] : []),
    ...(error.hint ? [indent(error.hint, paint.cyan('→ '))] : []),
  ].join('\n');
}

function asLine(error: unknown, exitCode: number): OwnLine {
  const own = { time: new Date(), level: 'error', source: 'kcl-ts' } as const;
  if (error instanceof KclTsError) {
    const { code, message, details, hint } = error;
    return { ...own, message, fields: { code, details, hint, exitCode } };
  }
  return {
    ...own,
    message: 'internal error',
    error: { stack: stackOf(error) },
    fields: { code: 'INTERNAL', exitCode },
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A message may quote what has several lines: the further ones do not pass for lines of ours. */
function hang(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function indent(text: string, mark = ''): string {
  const [first = '', ...rest] = text.split('\n');
  const margin = mark ? '    ' : '  ';
  return [`  ${mark}${first}`, ...rest.map((line) => `${margin}${line}`)].join('\n');
}
