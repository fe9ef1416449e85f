/**
 * Has writes to a terminal or a pipe wait in this process when their reader is behind, and not stop it. Node writes to
 * terminals synchronously (tty.WriteStream), and a program that is started with an inherited stderr, as esbuild is, makes
 * a pipe that is shared with it blocking (uv__process_child_init, libuv 1.46).
 */
export function unblock(stream: NodeJS.WritableStream): void {
  // the only means that node has; without it there is nothing but the wait
  const handle: unknown = Reflect.get(stream, '_handle');
  if (canBlock(handle)) handle.setBlocking(false);
}

function canBlock(handle: unknown): handle is { setBlocking(on: boolean): void } {
  return (
    typeof handle === 'object' &&
    handle !== null &&
    'setBlocking' in handle &&
    typeof handle.setBlocking === 'function'
  );
}
