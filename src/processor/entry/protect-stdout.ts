/**
 * Keeps what JavaScript prints on stdout off the protocol, where no launcher could move the descriptors: from here on
 * process.stdout is process.stderr. Native code and child processes that inherit stdout are not caught; the daemon
 * skips lines that are no message.
 */
export function protectStdout(): void {
  Object.defineProperty(process, 'stdout', {
    configurable: true,
    enumerable: true,
    get: () => process.stderr,
  });
}
