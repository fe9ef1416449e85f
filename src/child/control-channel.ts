import type { Duplex } from 'node:stream';
import { LineSplitter } from './line-splitter.js';

/** Messages between kcl-ts and a process that serves several shards: an object of JSON a line. */
export class ControlChannel<Out extends object, In extends object> {
  readonly #stream: Duplex;

  /** `onEnd` is called once the other side is gone. */
  constructor(stream: Duplex, onMessage: (message: In) => void, onEnd: () => void) {
    this.#stream = stream;
    const lines = new LineSplitter((line) => onMessage(JSON.parse(line.toString('utf8')) as In));
    stream
      .on('data', (chunk: Buffer) => lines.push(chunk))
      .on('error', () => undefined)
      .once('close', onEnd);
  }

  send(message: Out): void {
    if (!this.#stream.writableEnded && !this.#stream.destroyed)
      this.#stream.write(`${JSON.stringify(message)}\n`);
  }

  /** Tells the other side that there is no more to say. */
  end(): void {
    this.#stream.end();
  }
}
