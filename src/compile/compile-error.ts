import type { Message } from 'esbuild';
import { KclTsError, messageOf } from '../errors.js';
import { loadEsbuild } from './transform/load-esbuild.js';
import type { Located } from './walk/index.js';

/** What the compiler found, as one error with a code frame each. */
export async function compileError(errors: readonly Located[], file: string): Promise<KclTsError> {
  return new KclTsError('PROCESSOR_INVALID', `the processor ${file} does not compile`, {
    details: (await framesOf(errors, 'error')).join('\n\n'),
  });
}

export async function framesOf(found: readonly Located[], kind: 'error' | 'warning'): Promise<string[]> {
  const { formatMessages } = loadEsbuild();
  const frames = await formatMessages(found.map(placed), { kind, color: false });
  return frames.map((frame) => frame.trimEnd());
}

/** With the file's own path, where the compiler was given its name alone. */
function placed({ path, message }: Located): Message {
  const { location } = message;
  if (location === null) return message;
  const notes = message.notes.map((note) =>
    note.location === null ? note : { ...note, location: { ...note.location, file: path } },
  );
  return { ...message, text: inOwnWords(message.text), location: { ...location, file: path }, notes };
}

function inOwnWords(text: string): string {
  if (!/^Top-level await .* "cjs" output format$/.test(text)) return text;
  return 'Top-level await needs an ES module: add "type": "module" to package.json, or name the file .mts';
}

export function unwritable(error: unknown): KclTsError {
  return new KclTsError('CONFIG_FILE', `cannot write the compiled processor: ${messageOf(error)}`, {
    hint: 'free some space in the temporary folder, or set TMPDIR to another one',
    cause: error,
  });
}
