import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { BoundedLine } from './bounded-line.js';

const lineEnd = /\r\n|\n|\r/;

/**
 * Calls back with each line of UTF-8 that a program prints; resolves once the stream has closed. A line ends where it ends
 * for java (BufferedReader.readLine): at \n, \r or both. Node's readline, from 22 on, ends one at U+2028 and U+2029 as
 * well, which may stand in the middle of a log event or of what a processor prints. A line longer than 1 MiB is cut in
 * its middle.
 */
export function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  const line = new BoundedLine();
  let afterCarriageReturn = false;
  const take = (text: string): void => {
    if (text === '') return;
    const [first = '', ...others] = (
      afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text
    ).split(lineEnd);
    afterCarriageReturn = text.endsWith('\r');
    line.add(first);
    for (const next of others) {
      onLine(line.take());
      line.add(next);
    }
  };
  return new Promise((resolve, reject) => {
    stream
      .on('data', (chunk: Buffer) => take(decoder.write(chunk)))
      .once('error', reject)
      // Not at the end: the streams of a program that could not be started have none.
      .once('close', () => {
        take(decoder.end());
        if (!line.isEmpty) onLine(line.take());
        resolve();
      });
  });
}
