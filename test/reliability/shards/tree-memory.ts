import { memoryOf, type Memory } from '../memory/sample.js';

export interface TreeMemory extends Memory {
  readonly processes: number;
}

/** Watches what all of some processes have together, in KB, and gives the most it was: by the proportional sum. */
export function watchMemory(pids: () => Promise<readonly number[]>): { stop(): Promise<TreeMemory> } {
  let most: TreeMemory = { processes: 0, resident: 0, proportional: 0 };
  let isStopped = false;
  const watching = (async (): Promise<void> => {
    while (!isStopped) {
      const sum = add(await Promise.all((await pids()).map(memoryIfThere)));
      if (sum.proportional > most.proportional) most = sum;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await watching;
      return most;
    },
  };
}

/** Undefined if it has ended. */
function memoryIfThere(pid: number): Promise<Memory | undefined> {
  return memoryOf(pid).catch(() => undefined);
}

function add(parts: readonly (Memory | undefined)[]): TreeMemory {
  const there = parts.filter((part) => part !== undefined);
  const sum = (kind: keyof Memory): number => there.reduce((total, part) => total + part[kind], 0);
  return { processes: there.length, resident: sum('resident'), proportional: sum('proportional') };
}
