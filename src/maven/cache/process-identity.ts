import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { systemCode } from '../../errors.js';

/** Names this process among all that may share a cache: `<host>-<pid>`. A cache may be on a network. */
export function processIdentity(): string {
  return `${thisHost()}-${process.pid}`;
}

/** Whether the process a name begins with has ended. Of a process on another host nothing is known: false. */
export function isGone(name: string): boolean {
  const [host, pid] = name.split('-');
  return host === thisHost() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return systemCode(error) === 'EPERM';
  }
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
