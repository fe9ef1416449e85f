import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { jsonClient } from '../../../../src/local/json-call.js';
import { putRecords } from '../../../../src/local/records/put-records.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { startCli } from '../../../support/running-cli.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = `import { tag } from './tag.js';
export default {
  async processRecords({ records, checkpointer }: { records: { data: Buffer }[]; checkpointer: { checkpoint(): Promise<void> } }) {
    for (const { data } of records) console.log(\`\${tag} got \${data}\`);
    if (records.length > 0) await checkpointer.checkpoint();
  },
};
`;

it('run --watch lets a changed processor go on where the old one was, and keeps that one while the new does not compile', async () => {
  const stack = await embeddedStack({ shards: 1, application: 'Watch', workerId: 'me' });
  const cwd = await temporaryFolder();
  const tag = (text: string): Promise<void> => writeFile(join(cwd, 'tag.ts'), text);
  await writeFile(join(cwd, 'package.json'), '{"type":"module"}');
  await writeFile(join(cwd, 'processor.ts'), processor);
  await tag("export const tag = 'first';\n");
  const kinesis = jsonClient(stack.kinesisEndpoint);
  onTestFinished(() => kinesis.close());
  const put = (text: string): Promise<void> =>
    putRecords(kinesis, 'words', [{ data: Buffer.from(text), partitionKey: 'a', explicitHashKey: '0' }]);

  const { env, flags } = against(stack);
  const names = ['--stream', 'words', '--app', 'Watch', '--worker-id', 'me', '--from', 'trim_horizon'];
  const worker = startCli(['run', 'processor.ts', '--watch', ...names, ...flags], { cwd, env });
  await put('one');
  await worker.saw(/first got one/);
  await tag("export const tag = 'second';\n");
  await worker.saw(/processor\.ts was changed: its new processor goes on with every shard/);
  await put('two');
  await worker.saw(/second got two/);
  await tag('export const tag = ;\n');
  await worker.saw(/tag\.ts:1:19/);
  await put('three');
  await worker.saw(/second got three/);
  await tag("export const tag = 'third';\n");
  await worker.saw(/was changed/, 2);
  await put('four');
  await worker.saw(/third got four/);
  worker.signal('SIGINT');
  expect((await worker.result).exitCode).toBe(0);
  const got = [...worker.output().matchAll(/(\w+ got \w+)/g)].map(([, line]) => line);
  expect(got).toEqual(['first got one', 'second got two', 'second got three', 'third got four']);
  expect(worker.output().match(/does not compile/g)).toHaveLength(1);
}, 120_000);

it('run --watch needs a processor file', async () => {
  const { exitCode, stderr } = await runCli([
    'run',
    '--exec',
    'cat',
    '--watch',
    '--stream',
    'words',
    '--app',
    'Words',
    '--local',
  ]);
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain('--watch needs a processor file, got the program cat');
});
