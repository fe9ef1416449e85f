import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { context, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CheckpointError } from '../../../src/processor/checkpoint-error.js';
import type { ErrorPolicy } from '../../../src/child/options.js';
import { findTelemetry } from '../../../src/child/telemetry/find-telemetry.js';
import type { RecordProcessor } from '../../../src/processor/record-processor.js';
import { batch, driveSession, shardId } from '../support/drive-session.js';

const here = fileURLToPath(import.meta.url);
const names = { stream: 'words', application: 'MyApp', workerId: 'me', version: '1.2.3' };

interface Point {
  readonly value: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A real SDK, in the process of the test, whose spans leave it only when it is flushed. */
function registerSdk() {
  const spans = new InMemorySpanExporter();
  const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 3_600_000 });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      spanProcessors: [new BatchSpanProcessor(spans, { scheduledDelayMillis: 3_600_000 })],
    }),
  );
  const meters = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meters);
  onTestFinished(async () => {
    for (const api of [context, trace, metrics]) api.disable();
    await meters.shutdown();
  });
  return {
    spans: (): ReadableSpan[] => spans.getFinishedSpans(),
    points(name: string): Point[] {
      const [last] = points.getMetrics().slice(-1);
      const all = last?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
      return all.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
    },
  };
}

async function start(processor: RecordProcessor, onError: ErrorPolicy = 'fail') {
  const telemetry = findTelemetry(here, names);
  const driven = driveSession(processor, { telemetry, onError });
  await driven.initialize();
  return { ...driven, flush: async () => telemetry()?.flush() };
}

describe('a processor whose process has an SDK of OpenTelemetry', () => {
  it('handles each batch in a span of its own, which is active and has the names of the conventions', async () => {
    const sdk = registerSdk();
    const active: unknown[] = [];
    const { call, flush } = await start({
      async processRecords() {
        await Promise.resolve();
        active.push(trace.getActiveSpan()?.spanContext().spanId);
      },
    });
    await call(batch('a', 'b'));
    await call(batch());
    await call(batch('c'));
    await flush();
    const spans = sdk.spans();
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ['process words', SpanKind.CONSUMER],
      ['process words', SpanKind.CONSUMER],
    ]);
    expect(active[0]).toBe(spans[0]!.spanContext().spanId);
    expect(spans[0]!.status.code).toBe(SpanStatusCode.UNSET);
    expect(spans[0]!.attributes).toEqual({
      'messaging.system': 'aws_kinesis',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'words',
      'messaging.destination.partition.id': shardId,
      'messaging.consumer.group.name': 'MyApp',
      'messaging.client.id': 'me',
      'messaging.batch.message_count': 2,
    });
    expect(spans[0]!.instrumentationScope).toMatchObject({ name: 'kcl-ts', version: '1.2.3' });
  });

  it('counts records, durations and lag in its metrics', async () => {
    const sdk = registerSdk();
    const { call, flush } = await start({ processRecords: () => undefined });
    await call({ ...batch('a', 'b'), millisBehindLatest: 2_500 });
    await call({ ...batch('c'), millisBehindLatest: 1_500 });
    await flush();
    expect(sdk.points('messaging.client.consumed.messages')).toMatchObject([
      { value: 3, attributes: { 'messaging.destination.partition.id': shardId } },
    ]);
    expect(sdk.points('messaging.process.duration')).toMatchObject([{ value: { count: 2 } }]);
    expect(sdk.points('kcl_ts.shard.behind_latest')).toMatchObject([{ value: 1.5 }]);
  });

  it('records an error that ends it, with its type', async () => {
    const sdk = registerSdk();
    const { send, flush, session } = await start({
      processRecords() {
        throw new RangeError('too much');
      },
    });
    send(batch('a'));
    expect(await session.outcome).toMatchObject({ failed: true });
    await flush();
    const [span] = sdk.spans();
    expect(span!.status.code).toBe(SpanStatusCode.ERROR);
    expect(span!.attributes['error.type']).toBe('RangeError');
    expect(span!.events).toMatchObject([
      { name: 'exception', attributes: { 'exception.type': 'RangeError', 'exception.message': 'too much' } },
    ]);
    expect(sdk.points('messaging.process.duration')).toMatchObject([
      { attributes: { 'error.type': 'RangeError' } },
    ]);
  });

  it.each([
    ['is tried again', { retry: 1 }, SpanStatusCode.UNSET],
    ['is skipped', 'skip', SpanStatusCode.ERROR],
  ] as const)('records an error that %s in the one span of the batch', async (_, policy, code) => {
    const sdk = registerSdk();
    let times = 0;
    const { call, flush } = await start(
      {
        async processRecords() {
          await Promise.resolve();
          if (times++ === 0) throw new Error('once');
        },
      },
      policy,
    );
    await call(batch('a'));
    await flush();
    expect(sdk.spans()).toMatchObject([{ status: { code }, events: [{ name: 'exception' }] }]);
  });

  it('takes a checkpoint that comes too late for no error', async () => {
    const sdk = registerSdk();
    const { call, flush } = await start({
      processRecords() {
        throw new CheckpointError('ShutdownException', 'late', { shardId, attempts: 1 });
      },
    });
    await call(batch('a'));
    await flush();
    expect(sdk.spans()).toMatchObject([{ status: { code: SpanStatusCode.UNSET }, events: [] }]);
  });

  it('has nothing of a shard that left', async () => {
    const sdk = registerSdk();
    const telemetry = findTelemetry(here, names)();
    telemetry?.behind(shardId, 1);
    telemetry?.leave(shardId);
    await telemetry?.flush();
    expect(telemetry).toBeDefined();
    expect(sdk.points('kcl_ts.shard.behind_latest')).toEqual([]);
  });

  it('is not held up by an SDK that does not get rid of what it has', async () => {
    registerSdk();
    const telemetry = findTelemetry(here, names)();
    trace.disable();
    trace.setGlobalTracerProvider({
      getTracer: () => trace.getTracer('none'),
      ...{ forceFlush: () => new Promise(() => undefined) },
    });
    await telemetry?.flush();
  }, 20_000);
});

describe('a processor', () => {
  it('has no telemetry before an SDK is registered, and has it from then on', () => {
    const find = findTelemetry(here, names);
    expect(find()).toBeUndefined();
    registerSdk();
    expect(find()).toBeDefined();
  });

  it('has none in a project without the API, whatever the process has', () => {
    registerSdk();
    const elsewhere = '/project/processor.ts';
    expect(() => createRequire(elsewhere).resolve('@opentelemetry/api')).toThrow();
    expect(findTelemetry(elsewhere, names)()).toBeUndefined();
  });
});
