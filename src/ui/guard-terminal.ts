import { isTerminal } from './colour.js';
import { harmless } from './harmless.js';

/**
 * The stream that everything goes through which a command prints: on a terminal nothing but colours acts, whatever the
 * records, tables and programs hold that are shown. Files and pipes get what was written.
 */
export function guardTerminal(stream: NodeJS.WritableStream): NodeJS.WritableStream {
  if (!isTerminal(stream)) return stream;
  const write = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
    stream.write(typeof chunk === 'string' ? harmless(chunk) : chunk, ...rest);
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return isMethod(value) ? value.bind(target) : value;
    },
  });
}

function isMethod(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
