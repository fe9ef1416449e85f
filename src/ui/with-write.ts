export type Write = (chunk: string | Uint8Array, ...rest: never[]) => boolean;

/** A stream with another `write`, and all else of its own. */
export function withWrite(stream: NodeJS.WritableStream, write: Write): NodeJS.WritableStream {
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
