import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { eachLine } from '../../each-line.js';
import type { Announcement } from './relay.js';

/** The FIFO in which relays announce themselves. */
export function announcementsIn(folder: string): string {
  return join(folder, 'announce');
}

/**
 * Hands on the relays that announce themselves, until the function it returns is called. Opened for writing as well, the
 * FIFO has no end when the last of them has closed it.
 */
export function listenToRelays(folder: string, onRelay: (announcement: Announcement) => void): () => void {
  const fd = openSync(announcementsIn(folder), constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  socket.on('error', () => undefined).unref();
  void eachLine(socket, (line) => {
    const [, pid, way] = /^(\d+) (direct|copy)$/.exec(line) ?? [];
    if (pid !== undefined) onRelay({ pid: Number(pid), copies: way === 'copy' });
  });
  return () => socket.destroy();
}
