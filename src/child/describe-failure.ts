import type { FailedEvent } from './event.js';

export interface FailureText {
  /** The error: its name where that says more than `Error`, and its message. */
  readonly error: string;
  /** Where it came from, its causes and its own fields: the stack without what `error` says. */
  readonly details: string;
}

/** Takes a processor's error apart, so that each part of it is shown once. */
export function describeFailure({
  name,
  message,
  stack,
}: Pick<FailedEvent, 'name' | 'message' | 'stack'>): FailureText {
  const error = name === 'Error' ? message : `${name}: ${message}`;
  const [first = '', ...rest] = stack.split('\n');
  const lines = message.split('\n');
  const isHead = first.includes(lines[0] ?? '');
  if (!isHead) return { error, details: stack };
  const head = [first, ...rest].slice(0, lines.length);
  const left = rest.slice(lines.length - 1);
  // `Error: no {`, its fields, `}`: without the head the braces say nothing
  if (head.at(-1)?.endsWith(' {') && left.at(-1) === '}') left.pop();
  return { error, details: left.join('\n') };
}
