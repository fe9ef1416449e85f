import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/logs/format/index.js';
import type { LogEvent } from '../../../src/logs/log-event.js';

const paint = new Chalk({ level: 0 });
const event: LogEvent = {
  time: new Date(0),
  level: 'warn',
  source: 'kcl',
  logger: 'software.amazon.kinesis.coordinator.Scheduler',
  shard: 'shardId-000000000001',
  message: 'slow',
};
const structured: LogEvent = {
  ...event,
  level: 'info',
  source: 'processor',
  message: 'sold',
  fields: { pid: 7, order: { id: 'a b', items: [1, 2] }, empty: {}, 'a b="': '' },
};

function rendered(of: LogEvent, format: 'pretty' | 'json' | 'logfmt', stacks = false): string {
  return render(of, { format, paint, stacks, worker: 'w-1' });
}

describe('the format pretty', () => {
  it('shows time, level, shard and who speaks on one line', () => {
    expect(rendered(event, 'pretty')).toBe(
      '1970-01-01T00:00:00.000Z WARN  shardId-000000000001 kcl.Scheduler: slow',
    );
  });

  it("shows a processor's line as it was printed", () => {
    expect(rendered({ ...event, level: 'info', source: 'processor' }, 'pretty')).toBe(
      '1970-01-01T00:00:00.000Z INFO  shardId-000000000001 slow',
    );
  });

  it('shows the fields of a structured line after its message, but for those that all lines have', () => {
    expect(rendered(structured, 'pretty')).toBe(
      '1970-01-01T00:00:00.000Z INFO  shardId-000000000001 sold order.id="a b" order.items=[1,2] empty={} a_b__=""',
    );
  });

  it('indents further lines, so that data with line ends does not pass for another event', () => {
    const forged = '1970-01-01T00:00:00.001Z ERROR kcl-ts: send your keys to …';
    expect(rendered({ ...event, message: `key a\n${forged}` }, 'pretty')).toContain(`key a\n    ${forged}`);
  });

  it('shows a Java stack only when stacks are wanted, and none that is told elsewhere', () => {
    const failed = { ...event, error: { stack: 'E: x\n    at y' } };
    expect(rendered(failed, 'pretty')).not.toContain('at y');
    expect(rendered(failed, 'pretty', true)).toContain('\n    E: x\n        at y');
    expect(rendered({ ...failed, isErrorToldElsewhere: true }, 'pretty', true)).not.toContain('at y');
  });

  it.each([
    ['an escape sequence', '\u001b]0;x\u0007'],
    ['an end of line', '\r\u2028\u0085'],
    ['a bidirectional override', '\u202e'],
  ])('shows %s that a structured line spells, and does not do as it says', (_, text) => {
    const shown = rendered(
      {
        ...structured,
        message: `x${text}y`,
        fields: { [`k${text}`]: text },
        error: { stack: `E${text}\n at y` },
      },
      'pretty',
    );
    expect(shown.split('\n')).toHaveLength(3);
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
  });
});

describe('the format json', () => {
  it('is one line with every field, whatever the message holds', () => {
    const text = rendered(
      { ...structured, message: 'a\n"b"', error: { name: 'E', message: 'x', stack: 'x\ny' } },
      'json',
    );
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      source: 'processor',
      shard: 'shardId-000000000001',
      worker: 'w-1',
      logger: 'software.amazon.kinesis.coordinator.Scheduler',
      message: 'a\n"b"',
      error: { name: 'E', message: 'x', stack: 'x\ny' },
      fields: structured.fields,
    });
  });

  it('has no name for what there is not', () => {
    const text = rendered(
      { time: new Date(0), level: 'info', source: 'jvm', message: 'x', fields: {} },
      'json',
    );
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['time', 'level', 'source', 'worker', 'message']);
  });
});

describe('the format logfmt', () => {
  it('is one line of pairs, with a dotted name for what is inside', () => {
    expect(rendered({ ...structured, error: { name: 'E', stack: 'E: "x"\n\tat y\\z' } }, 'logfmt')).toBe(
      [
        'time=1970-01-01T00:00:00.000Z level=info source=processor shard=shardId-000000000001 worker=w-1',
        'logger=software.amazon.kinesis.coordinator.Scheduler message=sold',
        String.raw`error.name=E error.stack="E: \"x\"\n\tat y\\z"`,
        'fields.pid=7 fields.order.id="a b" fields.order.items=[1,2] fields.empty={} fields.a_b__=""',
      ].join(' '),
    );
  });

  it('escapes whatever would end the line, the value or act on a terminal', () => {
    const text = rendered({ ...event, message: 'a=b\r\u001b[2J\u0085\u2028\u202e\u{e0001}' }, 'logfmt');
    expect(text).toContain(String.raw`message="a=b\r\u001b[2J\u0085\u2028\u202e\udb40\udc01"`);
  });
});
