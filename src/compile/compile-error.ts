import { resolve } from 'node:path';
import type { Message } from 'esbuild';
import { loadEsbuild } from './load-esbuild.js';
import { KclTsError, messageOf } from '../errors.js';
import { sourceLocationPrefix } from './keep-source-location.js';

/** What esbuild found, as one error with a code frame each. */
export async function compileError(error: unknown, file: string): Promise<KclTsError> {
  if (error instanceof KclTsError) return error;
  const messages = messagesOf(error);
  if (messages.length === 0) {
    return new KclTsError('INTERNAL', `compiling ${file} failed: ${messageOf(error)}`, { cause: error });
  }
  const unwritten = messages.find(({ text }) => text.startsWith('Failed to write to output file'));
  if (unwritten !== undefined) {
    return new KclTsError('CONFIG_FILE', `cannot write the compiled processor: ${unwritten.text}`, {
      hint: 'free some space in the temporary folder, or set TMPDIR to another one',
      cause: error,
    });
  }
  const { formatMessages } = loadEsbuild();
  const frames = await formatMessages(messages.map(withoutPrefix), { kind: 'error', color: false });
  return new KclTsError('PROCESSOR_INVALID', `the processor ${file} does not compile`, {
    details: frames.join('').trimEnd(),
    cause: error,
  });
}

function messagesOf(error: unknown): Message[] {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return [];
  return error.errors as Message[];
}

/** What a first line was given in front of it does not belong to the source. */
function withoutPrefix(message: Message): Message {
  const { location } = message;
  if (location?.line !== 1) return message;
  const prefix = sourceLocationPrefix(resolve(location.file));
  if (!location.lineText.startsWith(prefix)) return message;
  return {
    ...message,
    location: {
      ...location,
      column: location.column - prefix.length,
      lineText: location.lineText.slice(prefix.length),
    },
  };
}
