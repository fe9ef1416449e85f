import type { FailedEvent } from '../processor/child-event.js';

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
  return { error, details: (isHead ? rest.slice(lines.length - 1) : [first, ...rest]).join('\n') };
}
