import { setTimeout as sleep } from 'node:timers/promises';
import type * as Api from '@opentelemetry/api';
import type { Method, Telemetry, TelemetryNames, TracedBatch } from './telemetry.js';

/** A collector that does not answer is not waited for. */
const flushMs = 2_000;

/** As the conventions advise, in seconds. */
const durationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Spans and metrics by the conventions for messaging: https://opentelemetry.io/docs/specs/semconv/messaging/ */
export function createOpenTelemetry(
  api: typeof Api,
  { stream, application, workerId, version }: TelemetryNames,
): Telemetry {
  // Before version 1.3 the API has no metrics.
  const { metrics } = api as Partial<typeof Api>;
  const tracer = api.trace.getTracer('kcl-ts', version);
  const common = {
    'messaging.system': 'aws_kinesis',
    'messaging.operation.name': 'process',
    'messaging.destination.name': stream,
    'messaging.consumer.group.name': application,
  };
  const ofShard = (shardId: string): Api.Attributes => ({
    ...common,
    'messaging.destination.partition.id': shardId,
  });
  const { consumed, duration, behind } = createInstruments(metrics?.getMeter('kcl-ts', version), ofShard);
  return {
    inSpan({ shardId, records, isExpected }, method, call) {
      const attributes = ofShard(shardId);
      const startedAt = performance.now();
      const span = tracer.startSpan(`process ${stream}`, {
        kind: api.SpanKind.CONSUMER,
        attributes: {
          ...attributes,
          'messaging.operation.type': 'process',
          'messaging.client.id': workerId,
          'messaging.batch.message_count': records,
        },
      });
      const failure = observeFailure(span, isExpected);
      const inContext = api.trace.setSpan(api.context.active(), span);
      const end = (): void => {
        const type = failure.type();
        const errorType = type === undefined ? {} : { 'error.type': type };
        if (type !== undefined) span.setAttributes(errorType).setStatus({ code: api.SpanStatusCode.ERROR });
        span.end();
        consumed?.add(records, attributes);
        duration?.record((performance.now() - startedAt) / 1000, { ...attributes, ...errorType });
      };
      return ending(() => call(failure.of(() => api.context.with(inContext, method))), end);
    },
    behind: (shardId, millis) => void behind.set(shardId, millis),
    leave: (shardId) => void behind.delete(shardId),
    async flush() {
      const limit = new AbortController();
      const flushed = Promise.allSettled([
        forceFlush(api.trace.getTracerProvider()),
        forceFlush(metrics?.getMeterProvider()),
      ]);
      const late = sleep(flushMs, undefined, { signal: limit.signal }).catch(() => undefined);
      await Promise.race([flushed, late]);
      limit.abort();
    },
  };
}

/** Made when an SDK is there: those that were made before stay without one. */
function createInstruments(meter: Api.Meter | undefined, ofShard: (shardId: string) => Api.Attributes) {
  const behind = new Map<string, number | null>();
  meter
    ?.createObservableGauge('kcl_ts.shard.behind_latest', {
      unit: 's',
      description: 'how far the last batch was behind the newest record of the shard',
    })
    .addCallback((result) => {
      for (const [shardId, millis] of behind) {
        if (millis !== null) result.observe(millis / 1000, ofShard(shardId));
      }
    });
  return {
    behind,
    consumed: meter?.createCounter('messaging.client.consumed.messages', {
      unit: '{message}',
      description: 'records that were given to the processor',
    }),
    duration: meter?.createHistogram('messaging.process.duration', {
      unit: 's',
      description: 'time that the processor took for a batch',
      advice: { explicitBucketBoundaries: durationBoundaries },
    }),
  };
}

/** Records what each attempt of a method fails with. The last one decides. */
function observeFailure(span: Api.Span, isExpected: TracedBatch['isExpected']) {
  let type: string | undefined;
  const note = (error: unknown): never => {
    if (!isExpected(error)) {
      span.recordException(error instanceof Error ? error : String(error));
      type = error instanceof Error ? error.name : '_OTHER';
    }
    throw error;
  };
  return {
    type: () => type,
    of:
      (method: Method): Method =>
      () => {
        type = undefined;
        let running;
        try {
          running = method();
        } catch (error) {
          note(error);
        }
        return running?.then(undefined, note);
      },
  };
}

/** Ends something with a call, at once where the call gives no promise. */
function ending(call: () => void | Promise<void>, end: () => void): void | Promise<void> {
  let running;
  try {
    running = call();
  } catch (error) {
    end();
    throw error;
  }
  if (running === undefined) end();
  else return running.finally(end);
}

/** What the API does not say that providers of an SDK have. */
interface Provider {
  getDelegate?(): Provider;
  forceFlush?(): Promise<void>;
}

async function forceFlush(provider: object | undefined): Promise<void> {
  const outer = provider as Provider | undefined;
  await (outer?.getDelegate?.() ?? outer)?.forceFlush?.();
}
