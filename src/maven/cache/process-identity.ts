import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { processExists } from '../../processes.js';

/** Names this process among all that may share a cache: `<host>-<pid>`. A cache may be on a network. */
export function processIdentity(): string {
  return `${thisHost()}-${process.pid}`;
}

/** Whether the process a name begins with has ended. Of a process on another host nothing is known: false. */
export function isGone(name: string): boolean {
  const [host, pid] = name.split('-');
  return host === thisHost() && !processExists(Number(pid));
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
