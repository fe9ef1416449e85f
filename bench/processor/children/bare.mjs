// The least a child can be in Node: readline, JSON.parse, Buffer.from.
import { Buffer } from 'node:buffer';
import { createInterface } from 'node:readline';

let bytes = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  for (const record of message.records ?? []) bytes += Buffer.from(record.data, 'base64').length;
  process.stdout.write(`${JSON.stringify({ action: 'status', responseFor: message.action })}\n`);
}
process.stderr.write(`${bytes} bytes\n`);
