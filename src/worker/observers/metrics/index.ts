import type { RequestListener } from 'node:http';
import type { WorkerEvents } from '../../event-bus.js';
import { keepLedger } from './ledger.js';
import { createRegistry, type RegistryOptions } from './registry.js';

/** Counts from now on, and answers `GET /metrics` in the text format of Prometheus. */
export function answerMetrics(events: WorkerEvents, options: RegistryOptions): RequestListener {
  const registry = createRegistry(keepLedger(events), options);
  return (request, response) => {
    registry.metrics().then(
      (text) => {
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(request.method === 'HEAD' ? undefined : text);
      },
      () => response.writeHead(500).end(),
    );
  };
}
