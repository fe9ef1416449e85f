import { Console } from 'node:console';

let output: Console | undefined;

/** Writes a line on stderr, also where nobody reads any more: a console does not mind. */
export function printLine(line: string): void {
  output ??= new Console(process.stderr);
  output.log(line);
}
