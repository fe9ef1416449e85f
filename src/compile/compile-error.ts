import type { Message } from 'esbuild';
import { KclTsError, messageOf } from '../errors.js';

/** What esbuild found, as one error with a code frame each. */
export async function compileError(error: unknown, file: string): Promise<KclTsError> {
  const messages = messagesOf(error);
  if (messages.length === 0) {
    return new KclTsError('INTERNAL', `compiling ${file} failed: ${messageOf(error)}`, { cause: error });
  }
  const { formatMessages } = await import('esbuild');
  const frames = await formatMessages(messages, { kind: 'error', color: false });
  return new KclTsError('PROCESSOR_INVALID', `the processor ${file} does not compile`, {
    details: frames.join('').trimEnd(),
    cause: error,
  });
}

function messagesOf(error: unknown): Message[] {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return [];
  return error.errors as Message[];
}
