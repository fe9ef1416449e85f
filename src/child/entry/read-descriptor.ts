import { createReadStream, fstatSync } from 'node:fs';
import { Socket, type ConnectOpts, type SocketConstructorOpts } from 'node:net';

export interface ByteConsumer {
  /** The chunk is only valid during the call. */
  readonly onBytes: (chunk: Buffer) => void;
  readonly onEnd: () => void;
}

/** Reads a descriptor to its end, into one buffer that is used again and again. */
export function readDescriptor(descriptor: number, { onBytes, onEnd }: ByteConsumer): void {
  if (fstatSync(descriptor).isFile()) {
    // a recorded session, given as a file
    createReadStream('', { fd: descriptor })
      .on('data', (chunk) => onBytes(Buffer.from(chunk)))
      .on('close', onEnd);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(64 * 1024);
  const options: SocketConstructorOpts & ConnectOpts = {
    fd: descriptor,
    writable: false,
    onread: {
      buffer,
      callback: (length) => {
        onBytes(buffer.subarray(0, length));
        return true;
      },
    },
  };
  const socket = new Socket(options);
  socket.on('error', () => undefined).on('close', onEnd);
  socket.resume();
}
