/**
 * How reports share one FIFO: each is cut into frames that fit a single write. POSIX keeps a write of at most PIPE_BUF
 * bytes in one piece however many processes write, and PIPE_BUF is at least 512.
 *
 * A frame is a line: the sender's id, one letter for its place in the report, a blank, and a part of the report's bytes.
 */
const frameBytes = 512;
const idLength = 8;
const headLength = idLength + 2;
const partBytes = frameBytes - headLength - 1;
const newline = 0x0a;

/** Whether a frame is all of a report, or its first, a middle or its last one. */
const places = { whole: 'w', first: 'f', middle: 'm', last: 'l' } as const;

/**
 * @param sender eight characters that no other sender has
 * @param report one line of text, without its end
 */
export function encodeFrames(sender: string, report: string): Buffer[] {
  const bytes = Buffer.from(report, 'utf8');
  const count = Math.max(1, Math.ceil(bytes.length / partBytes));
  return Array.from({ length: count }, (_, index) => {
    const isFirst = index === 0;
    const isLast = index === count - 1;
    const place = isFirst ? (isLast ? places.whole : places.first) : isLast ? places.last : places.middle;
    const part = bytes.subarray(index * partBytes, (index + 1) * partBytes);
    return Buffer.concat([Buffer.from(`${sender}${place} `, 'latin1'), part, Buffer.of(newline)]);
  });
}

/** Puts the reports of all senders together again. What a sender left unfinished is dropped at its next report. */
export class FrameReader {
  readonly #onReport: (report: string) => void;
  readonly #unfinished = new Map<string, Buffer[]>();
  #rest: Buffer = Buffer.alloc(0);

  constructor(onReport: (report: string) => void) {
    this.#onReport = onReport;
  }

  /** The chunk is not used after the call. */
  push(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      this.#take(bytes.subarray(start, end));
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
  }

  #take(frame: Buffer): void {
    const sender = frame.toString('latin1', 0, idLength);
    const place = frame.toString('latin1', idLength, idLength + 1);
    const part = frame.subarray(headLength);
    const isFirst = place === places.whole || place === places.first;
    const parts = isFirst ? [] : this.#unfinished.get(sender);
    // the middle of a report whose beginning nobody saw
    if (parts === undefined) return;
    parts.push(part);
    if (place === places.first) {
      this.#unfinished.set(sender, parts);
    } else if (place === places.whole || place === places.last) {
      this.#unfinished.delete(sender);
      this.#onReport(Buffer.concat(parts).toString('utf8'));
    }
  }
}
