import { createRequire } from 'node:module';
import type * as Api from '@opentelemetry/api';
import { createOpenTelemetry } from './open-telemetry.js';
import type { FindTelemetry, Telemetry, TelemetryNames } from './telemetry.js';

/** Where every copy of the API, of major version 1, keeps what an SDK registers (internal/global-utils.ts, 1.9). */
const registry = Symbol.for('opentelemetry.js.api.1');

/**
 * Looks for telemetry in the project of a processor: its package `@opentelemetry/api`, once an SDK has registered itself. What the
 * package would do without one is nothing, and so it is not even looked for.
 *
 * @param entry path of the processor's module
 */
export function findTelemetry(entry: string, names: TelemetryNames): FindTelemetry {
  let found: Telemetry | undefined;
  let isLooking = true;
  return () => {
    if (isLooking && isRegistered()) {
      isLooking = false;
      const api = loadApi(entry);
      found = api && createOpenTelemetry(api, names);
    }
    return found;
  };
}

function isRegistered(): boolean {
  const registered: unknown = Reflect.get(globalThis, registry);
  return (
    typeof registered === 'object' &&
    registered !== null &&
    ('trace' in registered || 'metrics' in registered)
  );
}

/** An SDK that was brought in from elsewhere may be without it. */
function loadApi(entry: string): typeof Api | undefined {
  try {
    return createRequire(entry)('@opentelemetry/api') as typeof Api;
  } catch {
    return undefined;
  }
}
