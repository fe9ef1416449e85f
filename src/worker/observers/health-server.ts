import type { RequestListener } from 'node:http';
import type { HealthWatch } from './health.js';

/** Answers `GET /live` and `GET /ready` with 200 or 503, and what it judged from as JSON. */
export function answerHealth(watch: HealthWatch): RequestListener {
  return (request, response) => {
    const { live, ready, shards } = watch.health();
    const ok = request.url === '/live' ? live : request.url === '/ready' ? ready : undefined;
    const status = ok === undefined ? 404 : ok ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(
      ok === undefined ? '{"paths":["/live","/ready"]}\n' : `${JSON.stringify({ live, ready, shards })}\n`,
    );
  };
}
