import { describe, expect, it } from 'vitest';
import { parseDaemonLine } from '../../src/logs/daemon-line.js';

/** As logback 1.3's JsonEncoder writes it. */
function line(fields: object): string {
  return JSON.stringify({
    sequenceNumber: 0,
    timestamp: 1795467617326,
    level: 'INFO',
    threadName: 'main',
    loggerName: 'software.amazon.kinesis.coordinator.Scheduler',
    mdc: {},
    message: 'Sleeping ...',
    throwable: null,
    ...fields,
  });
}

describe('parseDaemonLine', () => {
  it('puts the arguments into the message', () => {
    const parsed = parseDaemonLine(
      line({ message: 'Processing (key={}, value={})', arguments: ['a', '$& {}'] }),
    );
    expect(parsed?.message).toBe('Processing (key=a, value=$& {})');
  });

  it.each([
    ['as logback 1.3 does', (text: string) => JSON.stringify(text).replaceAll('\\\\', '\\/')],
    ['as JSON has it', (text: string) => JSON.stringify(text)],
  ])('reads backslashes that are written %s', (_, encode) => {
    const text = 'C:\\temp {"a":"b\\n"} \\/ / \\\\';
    const encoded = line({ message: '{}', arguments: ['?'] }).replace('"?"', () => encode(text));
    expect(parseDaemonLine(encoded)?.message).toBe(text);
  });

  it('leaves a placeholder standing when its argument is missing', () => {
    expect(parseDaemonLine(line({ message: 'x {} y {}', arguments: ['1'] }))?.message).toBe('x 1 y {}');
  });

  it('finds the shard a message speaks of', () => {
    const parsed = parseDaemonLine(line({ message: 'lost {}', arguments: ['shardId-000000000003'] }));
    expect(parsed).toMatchObject({ shardId: 'shardId-000000000003', level: 'info' });
    expect(parsed?.timestamp.toISOString()).toBe('2026-11-23T21:00:17.326Z');
  });

  it('tells a throwable with its causes, innermost last', () => {
    const frame = { className: 'a.B', methodName: 'c', fileName: 'B.java', lineNumber: 7 };
    const parsed = parseDaemonLine(
      line({
        level: 'ERROR',
        throwable: {
          className: 'java.lang.RuntimeException',
          message: 'null',
          stepArray: [frame],
          cause: { className: 'java.io.IOException', message: 'broken', stepArray: [frame] },
        },
      }),
    );
    expect(parsed?.throwable).toEqual({
      name: 'java.lang.RuntimeException',
      summary: 'RuntimeException ← IOException: broken',
      stack:
        'RuntimeException\n    at a.B.c(B.java:7)\nCaused by: IOException: broken\n    at a.B.c(B.java:7)',
    });
  });

  it.each([
    ['text of the JVM', 'OpenJDK 64-Bit Server VM warning: x'],
    ['half an object', '{"timestamp":1'],
    ['an object that is no event', '{"hello":1}'],
    ['an unknown level', line({ level: 'LOUD' })],
    ['nothing', ''],
  ])('takes %s for no event', (_, text) => {
    expect(parseDaemonLine(text)).toBeUndefined();
  });
});
