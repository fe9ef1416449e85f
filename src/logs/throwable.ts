import type { LoggedError } from './log-event.js';

/**
 * A Java throwable as logback 1.3's JsonEncoder writes it: class, message ("null" when there is none), frames,
 * and the same again for the cause, whose `commonFramesCount` frames it shares with the throwable around it.
 */
export interface Throwable extends LoggedError {
  /** Its class and message, and those of its causes, on one line. */
  readonly summary: string;
}

export function parseThrowable(value: unknown): Throwable | undefined {
  if (!isObject(value) || typeof value['className'] !== 'string') return undefined;
  const chain = [...causes(value)];
  const lines = chain.flatMap((link, depth) => [
    `${depth === 0 ? '' : 'Caused by: '}${title(link)}`,
    ...frames(link['stepArray']),
  ]);
  const message = messageOf(value);
  return {
    name: value['className'],
    ...(message === undefined ? {} : { message }),
    summary: chain.map(title).join(' ← '),
    stack: lines.join('\n'),
  };
}

function* causes(value: Record<string, unknown>): Generator<Record<string, unknown>> {
  for (let link: unknown = value; isObject(link); link = link['cause']) yield link;
}

function title(throwable: Record<string, unknown>): string {
  const name = String(throwable['className']).split('.').at(-1) ?? '';
  const message = messageOf(throwable);
  return message === undefined ? name : `${name}: ${message}`;
}

function messageOf({ message }: Record<string, unknown>): string | undefined {
  return typeof message === 'string' && message !== 'null' ? message : undefined;
}

function frames(steps: unknown): string[] {
  if (!Array.isArray(steps)) return [];
  return steps.filter(isObject).map((step) => {
    const { className, methodName, fileName, lineNumber } = step;
    return `    at ${String(className)}.${String(methodName)}(${String(fileName)}:${String(lineNumber)})`;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
