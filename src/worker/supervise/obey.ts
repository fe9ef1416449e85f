import type { StopPlan } from '../../daemon/stop-plan.js';
import { KclTsError } from '../../errors.js';
import type { Supervision } from './supervision.js';

/**
 * Stops when the user asks, or when there is no point in going on; kills when the user asks again.
 *
 * @returns what ends it
 */
export function obey(stop: StopPlan, { settings, context, events, shards }: Supervision): () => void {
  const request = (): void => {
    const { reason } = context.signal as { reason: unknown };
    const hasShards = shards.started;
    const inVain = reason instanceof KclTsError;
    // Where there is no stream, or the embedded servers are gone, there is nothing that could be checkpointed.
    if (inVain && (!hasShards || reason.code === 'LOCAL_UNAVAILABLE')) {
      stop.now();
      return;
    }
    events.emit({ type: 'stopping', hasShards });
    stop.request();
  };
  const now = (): void => stop.now();
  context.signal.addEventListener('abort', request, { once: true });
  settings.hardStop.addEventListener('abort', now, { once: true });
  if (settings.hardStop.aborted) now();
  else if (context.signal.aborted) request();
  return () => {
    context.signal.removeEventListener('abort', request);
    settings.hardStop.removeEventListener('abort', now);
  };
}
