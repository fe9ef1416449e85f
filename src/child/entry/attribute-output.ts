import { BoundedLine } from '../../bounded-line.js';
import { markLine } from '../reports/marked-line.js';
import { currentShard } from '../shard-context.js';

/** As they end for java and for who reads what programs print. */
const lineEnd = /\r\n|\n|\r/;

/**
 * Marks each line that a shard's processor prints with the shard. What is printed outside of any shard, by native code and
 * by programs that the processor starts stays as it is.
 */
export function attributeOutput(secret: string): void {
  for (const stream of [process.stdout, process.stderr]) attribute(stream, secret);
}

function attribute(stream: NodeJS.WriteStream, secret: string): void {
  const write = stream.write.bind(stream);
  const unfinished = new Map<string, BoundedLine>();
  const put = (shardId: string, text: string, onWritten: Callback | undefined): boolean => {
    const line = unfinished.get(shardId) ?? new BoundedLine();
    unfinished.set(shardId, line);
    const [first = '', ...others] = text.split(lineEnd);
    let marked = '';
    line.add(first);
    for (const next of others) {
      marked += markLine(secret, `${shardId} ${line.take()}`);
      line.add(next);
    }
    if (line.isEmpty) unfinished.delete(shardId);
    return write(marked, onWritten);
  };
  stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback) => {
    const onWritten = typeof encoding === 'function' ? encoding : callback;
    const of = typeof encoding === 'function' ? undefined : encoding;
    const shard = currentShard();
    if (shard) return put(shard.shardId, textOf(chunk, of), onWritten);
    return typeof chunk === 'string' ? write(chunk, of, onWritten) : write(chunk, onWritten);
  };
  // What is left without an end is said all the same.
  process.on('exit', () => {
    for (const [shardId, line] of unfinished) write(markLine(secret, `${shardId} ${line.take()}`));
  });
}

type Callback = (error?: Error | null) => void;

function textOf(chunk: string | Uint8Array, encoding: BufferEncoding | undefined): string {
  if (typeof chunk !== 'string') return Buffer.from(chunk).toString('utf8');
  return encoding === undefined || /^utf-?8$/i.test(encoding)
    ? chunk
    : Buffer.from(chunk, encoding).toString('utf8');
}
