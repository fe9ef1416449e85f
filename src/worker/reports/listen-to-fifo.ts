import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { systemCode } from '../../errors.js';
import { decodeChildEvent, type ChildEvent } from '../../child/event.js';
import { FrameReader } from '../../child/reports/frames.js';
import type { ReportListener } from './report-listener.js';

/** Opened for writing as well, it has no end when the last process closes it; and the other one when this process does. */
export function listenToFifo(
  { path, stopPath }: { readonly path: string; readonly stopPath: string },
  onReport: (event: ChildEvent) => void,
): ReportListener {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  let stop: number | undefined = openSync(stopPath, constants.O_RDWR | constants.O_NONBLOCK);
  const tellStop = (): void => {
    if (stop !== undefined) closeSync(stop);
    stop = undefined;
  };
  const frames = new FrameReader((report) => {
    const event = decodeChildEvent(report);
    if (event) onReport(event);
  });
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  socket
    .on('data', (chunk) => frames.push(chunk))
    .on('error', () => undefined)
    .unref();
  const buffer = Buffer.allocUnsafe(64 * 1024);
  const drain = (): void => {
    if (socket.destroyed) return;
    for (let length = read(descriptor, buffer); length > 0; length = read(descriptor, buffer)) {
      frames.push(buffer.subarray(0, length));
    }
  };
  return {
    text: (line) => line,
    drain,
    tellStop,
    close() {
      tellStop();
      drain();
      socket.destroy();
    },
  };
}

/** How much there was to read. */
function read(descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    if (systemCode(error) === 'EAGAIN') return 0;
    throw error;
  }
}
