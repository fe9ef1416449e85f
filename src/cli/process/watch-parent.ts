/** How soon a vanished parent is noticed. Reading the parent's id is a system call of a microsecond. */
const EVERY_MS = 500;

/**
 * Calls back once when the process that started this one is gone. npm, npx and a shell script die of a SIGTERM
 * without passing it on (npm 10 and 11), so a parent that vanishes is taken for the request to stop that it swallowed.
 *
 * @returns stops watching
 */
export function watchParent(onGone: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
