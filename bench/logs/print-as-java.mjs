// Prints two files as java does: each line of its log, on stdout, before the same line as it is, on stderr.
import { readFileSync, writeSync } from 'node:fs';

const [stdout, stderr] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8').split('\n'));
const step = 50;
for (let at = 0; at < stdout.length; at += step) {
  print(1, stdout.slice(at, at + step).join('\n'), at + step < stdout.length);
  print(2, stderr.slice(at, at + step).join('\n'), at + step < stderr.length);
}

function print(descriptor, text, hasMore) {
  let rest = Buffer.from(hasMore ? `${text}\n` : text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
