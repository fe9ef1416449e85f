import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What TypeScript says about a processor that imports this package, each problem as one text. */
function problemsOf(source: string): string[] {
  const file = join(root, 'test/processor/virtual.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const imports = `import {
  batch, defineProcessor, forEachRecord, periodicCheckpointer, run,
  type ProcessRecordsInput, type RecordProcessor,
} from '../../src/index.js';
`;

describe('a right processor compiles', () => {
  it.each([
    [
      'class',
      `export default class P implements RecordProcessor {
      async initialize({ shardId }: { shardId: string }) { shardId.toUpperCase(); }
      async processRecords({ records, checkpointer }: ProcessRecordsInput) {
        for (const record of records) { record.data.length; record.json<{ a: 1 }>().a; record.text().length; }
        await checkpointer.checkpoint(records.at(-1));
        await checkpointer.checkpoint();
        await checkpointer.checkpoint('1', 2);
        await checkpointer.withRetry({ attempts: 2 }).checkpoint({ sequenceNumber: '1' });
      }
      leaseLost() {}
      shardEnded() {}
    }`,
    ],
    [
      'object',
      `export default defineProcessor({ processRecords: ({ records }) => console.log(records.length) });`,
    ],
    [
      'factory',
      `export default defineProcessor(({ shardId }) => ({ processRecords: () => console.log(shardId) }));`,
    ],
    [
      'class given to run',
      `await run(class { constructor(readonly shard: { shardId: string }) {} processRecords() {} });`,
    ],
    [
      'helpers',
      `const periodic = periodicCheckpointer({ everyMs: 1000 });
      export default defineProcessor({
        async processRecords({ records, checkpointer }) {
          await forEachRecord(records, { concurrency: 5, progress: periodic }, async (record) => { record.text(); });
          await periodic.checkpointIfDue(checkpointer);
        },
      });`,
    ],
    [
      'state',
      `export default defineProcessor({
        state: async ({ shardId }) => ({ shardId, seen: new Set<string>() }),
        initialize: ({ state }) => console.log(state.shardId.length),
        async processRecords(input) {
          await forEachRecord(input, { inOrderOf: 'partitionKey', retry: {} }, (record, { signal }) => {
            if (!signal.aborted) input.state.seen.add(record.text());
          });
        },
        leaseLost: ({ state: { seen } }) => seen.clear(),
      });`,
    ],
    [
      'batch',
      `export default batch({ size: 10 }, async (records, { attempt }) => console.log(records.length, attempt));`,
    ],
  ])('%s', (_, source) => {
    expect(problemsOf(imports + source)).toEqual([]);
  });
});

describe('a wrong processor does not compile, and the message says why:', () => {
  it.each([
    [
      'no processRecords',
      'export default class P implements RecordProcessor { initialize() {} }',
      /'processRecords' is missing/,
    ],
    ['a misspelt method', `export default defineProcessor({ processRecord() {} });`, /processRecord/],
    [
      'a wrong input',
      'export default class P implements RecordProcessor { processRecords(input: { record: string }) {} }',
      /'record' is missing in type 'ProcessRecordsInput'/,
    ],
    [
      'a result that is no promise of nothing',
      'export default class P implements RecordProcessor { async processRecords() { return 5; } }',
      /Promise<number>/,
    ],
    [
      'a callback as in aws-kcl',
      'export default defineProcessor({ processRecords(input: ProcessRecordsInput, done: () => void) { done(); } });',
      /Target signature provides too few arguments/,
    ],
    [
      'a state of another type',
      'export default defineProcessor({ state: () => ({ count: 0 }), processRecords({ state }) { state.count.push(1); } });',
      /'push' does not exist on type 'number'/,
    ],
    [
      'a number as a sequence number',
      'export default defineProcessor({ processRecords: ({ checkpointer }) => checkpointer.checkpoint(495) });',
      /number.*not assignable/,
    ],
    [
      'changing the records',
      'export default defineProcessor({ processRecords: ({ records }) => { records.pop(); } });',
      /'pop' does not exist on type 'readonly KinesisClientRecord\[\]'/,
    ],
    [
      'a checkpointer where there is none',
      'export default defineProcessor({ processRecords() {}, leaseLost: ({ checkpointer }) => checkpointer.checkpoint() });',
      /never/,
    ],
    [
      'a factory of something else',
      'export default defineProcessor(() => ({ handle() {} }));',
      /RecordProcessor/,
    ],
  ])('%s', (_, source, message) => {
    expect(problemsOf(imports + source).join('\n')).toMatch(message);
  });
});
