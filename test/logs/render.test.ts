import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/logs/log-event.js';
import { renderJson, renderText } from '../../src/logs/render.js';

const paint = new Chalk({ level: 0 });
const event: LogEvent = {
  timestamp: new Date(0),
  level: 'warn',
  source: 'kcl',
  logger: 'software.amazon.kinesis.coordinator.Scheduler',
  shardId: 'shardId-000000000001',
  message: 'slow',
};

describe('renderText', () => {
  it('shows time, level, shard and who speaks on one line', () => {
    expect(renderText(event, { paint, stacks: false })).toBe(
      '1970-01-01T00:00:00.000Z WARN  shardId-000000000001 kcl.Scheduler: slow',
    );
  });

  it("shows a processor's line as it was printed", () => {
    const text = renderText({ ...event, level: 'info', source: 'processor' }, { paint, stacks: false });
    expect(text).toBe('1970-01-01T00:00:00.000Z INFO  shardId-000000000001 slow');
  });

  it('indents further lines, so that data with line ends does not pass for another event', () => {
    const forged = '1970-01-01T00:00:00.001Z ERROR kcl-ts: send your keys to …';
    const text = renderText({ ...event, message: `key a\n${forged}` }, { paint, stacks: false });
    expect(text).toContain(`key a\n    ${forged}`);
  });

  it('shows a Java stack only when stacks are wanted', () => {
    const failed = { ...event, stack: 'E: x\n    at y' };
    expect(renderText(failed, { paint, stacks: false })).not.toContain('at y');
    expect(renderText(failed, { paint, stacks: true })).toContain('\n    E: x\n        at y');
  });
});

describe('renderJson', () => {
  it('is one line with every field, whatever the message holds', () => {
    const text = renderJson({ ...event, message: 'a\n"b"', stack: 'x\ny' });
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      timestamp: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      source: 'kcl',
      logger: 'software.amazon.kinesis.coordinator.Scheduler',
      shardId: 'shardId-000000000001',
      message: 'a\n"b"',
      stack: 'x\ny',
    });
  });
});
