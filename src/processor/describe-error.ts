import { inspect } from 'node:util';

/** Whatever was thrown, for an event. The stack includes causes and an error's own fields. */
export function describeError(error: unknown): { name: string; message: string; stack: string } {
  const stack = inspect(error);
  if (error instanceof Error) return { name: error.name, message: error.message, stack };
  return { name: typeof error, message: typeof error === 'string' ? error : stack, stack };
}
