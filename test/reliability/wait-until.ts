import { vi } from 'vitest';

/** Waits for something that takes the KCL up to minutes. Resolves with the milliseconds it took. */
export async function waitUntil(what: string, condition: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  await vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error(`not yet: ${what}`);
    },
    { timeout: 240_000, interval: 200 },
  );
  return performance.now() - startedAt;
}
