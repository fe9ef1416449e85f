export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end, LF or CRLF. */
  readonly bytes: Buffer;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The lines of a stream of bytes, which need not be UTF-8. A line is held whole, the stream is not. */
export async function* readLines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  let number = 0;
  let begun: Buffer[] = [];
  const line = (end: Buffer): Line => {
    const bytes = Buffer.concat([...begun, end]);
    begun = [];
    return { number: ++number, bytes: bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes };
  };
  for await (const chunk of input) {
    let rest = Buffer.from(chunk as Uint8Array);
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      yield line(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
  }
  if (begun.length > 0) yield line(Buffer.alloc(0));
}
