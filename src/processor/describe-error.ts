import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { ownFile } from '../own-files.js';

/** Whatever was thrown, for an event. The stack includes causes and an error's own fields. */
export function describeError(error: unknown): { name: string; message: string; stack: string } {
  const stack = withoutOwnFrames(inspect(error));
  if (error instanceof Error) return { name: error.name, message: error.message, stack };
  return { name: typeof error, message: typeof error === 'string' ? error : stack, stack };
}

/** Where the code of this package lies, as stacks have it: CommonJS by its path, ES modules by their address. */
const ownCode = [ownFile('dist/'), pathToFileURL(ownFile('dist/')).href];

/** How kcl-ts came to call the processor says nothing about the processor's error. */
function withoutOwnFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !(line.startsWith('    at ') && ownCode.some((folder) => line.includes(folder))))
    .join('\n');
}
