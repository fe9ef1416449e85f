import { closeSync, createReadStream, fstatSync, writeSync } from 'node:fs';
import { Socket, type ConnectOpts, type SocketConstructorOpts } from 'node:net';
import { LineSplitter } from './line-splitter.js';
import { within } from './within.js';

/** The descriptors of the protocol: 0 and 1, or where the launcher has moved them. */
export interface Descriptors {
  readonly input: number;
  readonly output: number;
}

export interface PipeListener {
  /** Called for each line that is not empty. It is valid during the call, and until it is given back if it is held. */
  readonly onLine: (line: Buffer) => void;
  /** Called once, when the other end writes no more or reads no more. */
  readonly onEnd: () => void;
}

/** One shard's connection to the daemon. Nothing here blocks the thread but `flush`: other shards may share it. */
export class Pipe {
  readonly #lines: LineSplitter;
  readonly #input: { pause(): unknown; resume(): unknown; destroy(): unknown };
  readonly #output: PipeWriter;

  constructor({ input, output }: Descriptors, { onLine, onEnd }: PipeListener) {
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      onEnd();
    };
    this.#lines = new LineSplitter(onLine);
    this.#input = readDescriptor(input, (chunk) => this.#lines.push(chunk), end);
    this.#output = new PipeWriter(output, end);
  }

  /** Writes one line, its end included, after the lines before it. A daemon that does not read is not listened to. */
  write(line: string): void {
    if (this.#output.write(line)) return;
    this.#input.pause();
    void this.#output.drained().then(() => this.#input.resume());
  }

  /** Keeps the line of the current call as it is until the returned function is called. */
  hold(): () => void {
    return this.#lines.hold();
  }

  /** Writes what waits, and blocks the thread for it: for the end of the process. */
  flush(withinMs: number): void {
    this.#output.flush(withinMs);
  }

  /** Reads no more: what is not read yet is for whoever reads after this one. Then it has ended. */
  stopReading(): void {
    this.#input.destroy();
  }

  /** Closes both ends once what was written is out, or its time is over. */
  async close(withinMs: number): Promise<void> {
    await within(withinMs, this.#output.drained());
    this.#input.destroy();
    this.#output.close();
  }
}

/** Reads a descriptor to its end, into one buffer that is used again and again. */
function readDescriptor(descriptor: number, onBytes: (chunk: Buffer) => void, onEnd: () => void) {
  if (fstatSync(descriptor).isFile()) {
    // a recorded session, given as a file
    return createReadStream('', { fd: descriptor })
      .on('data', (chunk) => onBytes(Buffer.from(chunk)))
      .on('close', onEnd);
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
  return socket
    .on('error', () => undefined)
    .on('close', onEnd)
    .resume();
}

const retryMs = 5;

/**
 * Writes to a pipe at once, and keeps what it has no room for until it has. Tries again by the clock: node can wait for
 * room only with bytes that it has taken over, and those are lost when a processor calls `process.exit`.
 */
export class PipeWriter {
  readonly #descriptor: number;
  readonly #onGone: () => void;
  /** Made this descriptor non-blocking, and closes it. */
  readonly #socket: Socket | undefined;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #open = true;
  #retry: NodeJS.Timeout | undefined;
  #onDrained: (() => void)[] = [];

  /** `onGone` is called once, after the current call, when the other end reads no more. */
  constructor(descriptor: number, onGone: () => void = () => undefined) {
    this.#descriptor = descriptor;
    this.#onGone = onGone;
    this.#socket = unblock(descriptor);
  }

  /** How many bytes wait for room. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Writes the bytes after what waits. Tells whether nothing waits now. */
  write(bytes: string | Uint8Array): boolean {
    if (!this.#open) return true;
    const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    return this.#retry === undefined && this.#writeWaiting();
  }

  /** Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.#waitingBytes === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onDrained.push(resolve));
  }

  /** Writes what waits, and blocks the thread until it is out or the time is over. */
  flush(withinMs: number): void {
    const giveUpAt = performance.now() + withinMs;
    while (!this.#writeWaiting() && performance.now() < giveUpAt) sleepSync(1);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forget();
    if (this.#socket) this.#socket.destroy();
    else closeSync(this.#descriptor);
  }

  #writeWaiting(): boolean {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    try {
      for (let chunk = this.#waiting[0]; chunk !== undefined; chunk = this.#waiting[0]) {
        const written = writeSync(this.#descriptor, chunk);
        this.#waitingBytes -= written;
        if (written === chunk.length) this.#waiting.shift();
        else this.#waiting[0] = chunk.subarray(written);
      }
      this.#forget();
    } catch (error) {
      if (isFull(error)) {
        this.#retry = setTimeout(() => this.#writeWaiting(), retryMs);
        return false;
      }
      // EPIPE and what else there is: whoever read is gone
      this.close();
      queueMicrotask(this.#onGone);
    }
    return true;
  }

  #forget(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#waiting.length = this.#waitingBytes = 0;
    if (this.#onDrained.length > 0) for (const resolve of this.#onDrained.splice(0)) resolve();
  }
}

/** Of a write to a pipe that does not block, and whose reader is behind. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Stops this thread for so many milliseconds. */
export function sleepSync(ms: number): void {
  Atomics.wait(pause, 0, 0, ms);
}

/** Windows has no descriptors that do not block, and a file or a terminal always has room. */
function unblock(descriptor: number): Socket | undefined {
  const stat = fstatSync(descriptor);
  if (process.platform === 'win32' || !(stat.isFIFO() || stat.isSocket())) return undefined;
  return new Socket({ fd: descriptor, readable: false, writable: true }).on('error', () => undefined);
}
