/** Root may write anywhere: it is somebody else meanwhile. */
export async function unprivileged<T>(work: (uid: number) => T | Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  const isRoot = geteuid?.() === 0;
  if (isRoot) seteuid?.(65_534);
  try {
    return await work(geteuid?.() ?? 0);
  } finally {
    if (isRoot) seteuid?.(0);
  }
}
