import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { runNow } from '../processes.js';

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * The process of the JVM that a launcher has started: the launcher's own, unless that is a script that does not hand its
 * process over (`java "$@"` without exec, as wrappers and the shims of version managers are). A signal to such a script
 * never reaches java.
 *
 * @param launcher path of the program that was started
 * @param leader its process, which leads a group
 */
export function findJvm(launcher: string, leader: number): number {
  if (!isScript(launcher) || isJava(leader)) return leader;
  const group = processes().filter((one) => one.group === leader);
  // From the top down: a processor may run a java of its own.
  let generation = [leader];
  while (generation.length > 0) {
    const parents = generation;
    generation = group.flatMap(({ pid, parent }) => (parents.includes(parent) ? [pid] : []));
    const jvm = generation.find(isJava);
    if (jvm !== undefined) return jvm;
  }
  return leader;
}

function isScript(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(2);
      return readSync(descriptor, start, 0, 2, 0) === 2 && start.toString() === '#!';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function isJava(pid: number): boolean {
  return basename(programOf(pid)) === 'java';
}

function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return askPs('-o', 'comm=', '-p', String(pid)).trim();
  }
}

/** By /proc, for the images that have no ps; by ps, for the systems that have no /proc. */
function processes(): RunningProcess[] {
  const pids = namesIn('/proc').filter((name) => /^\d+$/.test(name));
  if (pids.length > 0) return pids.flatMap(readStatus);
  return askPs('-A', '-o', 'pid=,ppid=,pgid=')
    .split('\n')
    .flatMap((line) => {
      const [pid = 0, parent = 0, group = 0] = line.trim().split(/\s+/).map(Number);
      return pid > 0 ? [{ pid, parent, group }] : [];
    });
}

/** The program's name, in parentheses, may hold anything. */
function readStatus(pid: string): RunningProcess[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent = 0, group = 0] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return [{ pid: Number(pid), parent, group }];
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Nothing where there is no ps, and where it finds nothing. */
function askPs(...args: string[]): string {
  return runNow('ps', args, { timeoutMs: 5_000 }).stdout;
}
