// What a shard's process cannot do without: load the processor, read the first message, answer.
import { pathToFileURL } from 'node:url';

const { default: processor } = await import(pathToFileURL(process.argv[2]).href);
process.stdin.once('data', (line) => {
  const { action } = JSON.parse(line);
  processor.initialize?.({});
  process.stdout.write(`\n${JSON.stringify({ action: 'status', responseFor: action })}\n`);
});
