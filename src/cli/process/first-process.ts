import { ownFile } from '../../own-files.js';

const shell = '/bin/sh';

/**
 * Gives the place of the first process, which a container's command has, to a small shell that starts this program
 * again: whoever has it must wait for every process that loses its parent, and node waits only for those that it has
 * started. When java dies, its processors lose theirs.
 *
 * @returns why it could not, if there is a reason to say so
 */
export function leaveFirstPlace(): string | undefined {
  if (process.pid !== 1 || process.platform === 'win32') return undefined;
  const execve = findExecve();
  if (execve === undefined) {
    return `node ${process.version} cannot wait for processes that lose their parent, which is a task of a container's first process: those of a java that fails stay as zombies; start the container with an init (docker run --init), or use node 22.15 or newer`;
  }
  return execve(shell, [
    shell,
    ownFile('dist/daemon/init.sh'),
    process.execPath,
    ...process.execArgv,
    ...process.argv.slice(1),
  ]);
}

type Execve = (file: string, args: readonly string[]) => never;

/** Replaces the program of this process by another; new in node 22.15. */
function findExecve(): Execve | undefined {
  const execve: unknown = Reflect.get(process, 'execve');
  return isFunction(execve) ? (file, args) => execve.call(process, file, args) as never : undefined;
}

function isFunction(value: unknown): value is (this: NodeJS.Process, ...args: unknown[]) => unknown {
  return typeof value === 'function';
}
