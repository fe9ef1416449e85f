import type { Readable } from 'node:stream';
import type { LogPosition } from './echo-filter.js';

/** Node reads so much at once; a shorter chunk has emptied the pipe. */
const fullRead = 64 * 1024;

export function followPosition(log: Readable): LogPosition {
  let reads = 0;
  let emptiedAt = 0;
  log.on('data', (chunk: Buffer) => {
    reads++;
    if (chunk.length < fullRead) emptiedAt = reads;
  });
  return {
    mark: () => reads,
    isBehind: (mark) => log.isPaused() || (reads > mark && emptiedAt <= mark),
  };
}
