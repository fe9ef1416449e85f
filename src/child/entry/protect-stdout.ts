/**
 * Keeps what JavaScript prints on stdout off the protocol, where no launcher could move the descriptors: from here on
 * it goes where stderr goes. Native code and child processes that inherit stdout are not caught; the daemon skips lines
 * that are no message.
 */
export function protectStdout(): void {
  const { stdout, stderr } = process;
  // a console that has printed before keeps the stream it printed to
  stdout.write = stderr.write.bind(stderr);
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: () => stderr });
}
