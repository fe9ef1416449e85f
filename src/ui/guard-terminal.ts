import { isTerminal } from './colour.js';
import { harmless } from './harmless.js';
import { withWrite } from './with-write.js';

/**
 * The stream that everything goes through which a command prints: on a terminal nothing but colours acts, whatever the
 * records, tables and programs hold that are shown. Files and pipes get what was written.
 */
export function guardTerminal(stream: NodeJS.WritableStream): NodeJS.WritableStream {
  if (!isTerminal(stream)) return stream;
  return withWrite(stream, (chunk, ...rest) =>
    stream.write(typeof chunk === 'string' ? harmless(chunk) : chunk, ...rest),
  );
}
