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

/** A frame of node's own: how it came to call the processor, and what it did for it. */
const ofNode = /^\s+at .*\(?node:/;
/** What `inspect` puts in place of frames that an error shares with its cause. */
const shared = /^\s+\.\.\. \d+ lines matching cause stack trace \.\.\./;
/** What follows the last frame of an error that has fields, or stands in a list. */
const after = /(?: \{|,)$/;

/** Leaves the frames of the user's: how kcl-ts and node came to call the processor says nothing about its error. */
function withoutOwnFrames(stack: string): string {
  const kept: string[] = [];
  for (const line of stack.split('\n')) {
    const isFrame = /^\s+at /.test(line) && ownCode.some((folder) => line.includes(folder));
    if (!isFrame && !ofNode.test(line) && !shared.test(line)) kept.push(line);
    else if (after.test(line)) kept.push((kept.pop() ?? '') + (after.exec(line)?.[0] ?? ''));
  }
  return kept.join('\n');
}
