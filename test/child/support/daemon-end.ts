import type { Readable, Writable } from 'node:stream';
import { expect } from 'vitest';
import { eachLine } from '../../../src/each-line.js';
import { MessageQueue } from '../../../src/simulation/message-queue.js';
import { batch } from './drive-session.js';

/** The daemon's side of a shard. */
export class DaemonEnd {
  readonly #answers = new MessageQueue<unknown>();
  readonly input: Writable;
  readonly output: Readable;
  #reading = false;

  constructor(input: Writable, output: Readable) {
    this.input = input.on('error', () => undefined);
    this.output = output;
  }

  write(message: object): void {
    this.input.write(`${JSON.stringify(message)}\n`);
  }

  /** The next line of the shard's, which must be a message; undefined once it has closed its end. Reads from now on. */
  next(): Promise<unknown> {
    if (!this.#reading) {
      this.#reading = true;
      void eachLine(this.output, (line) => this.#answers.push(JSON.parse(line))).then(() =>
        this.#answers.end(),
      );
    }
    return this.#answers.next();
  }

  call(message: object): Promise<unknown> {
    this.write(message);
    return this.next();
  }

  /** Hands over a record that the shard checkpoints. */
  async checkpoint(sequenceNumber: string): Promise<unknown> {
    const [record] = batch('record').records;
    const records = [{ ...record, sequenceNumber }];
    const request = await this.call({ action: 'processRecords', records, millisBehindLatest: 0 });
    expect(request).toEqual({ action: 'checkpoint', sequenceNumber, subSequenceNumber: 0 });
    return this.call({ action: 'checkpoint', sequenceNumber, subSequenceNumber: 0, error: null });
  }
}
