import type { PageState } from '../worker/observers/page/page-state.js';

export type ConnectionState = 'connecting' | 'live' | 'lost';

export interface ConnectionListener {
  /** All that there is. */
  whole(state: PageState): void;
  /** What is new. */
  tick(state: PageState): void;
  changed(state: ConnectionState): void;
}

/** The worker tells something each second: after so long a silence the connection is dead, whatever the browser thinks. */
const silenceMs = 6_000;
const againMs = 2_000;

/** Listens to the worker, for ever: a connection that is lost is opened again. */
export function connect(listener: ConnectionListener): void {
  let source: EventSource | undefined;
  let silence: number | undefined;
  const open = (): void => {
    source?.close();
    source = new EventSource('/events');
    source.addEventListener('whole', (event) => hear('whole', event));
    source.addEventListener('tick', (event) => hear('tick', event));
    // the browser tries again by itself, but not after an answer other than 200
    source.addEventListener('error', lose);
    wait(silenceMs);
  };
  const wait = (ms: number): void => {
    window.clearTimeout(silence);
    silence = window.setTimeout(() => {
      listener.changed('lost');
      open();
    }, ms);
  };
  const lose = (): void => {
    source?.close();
    listener.changed('lost');
    wait(againMs);
  };
  const hear = (kind: 'whole' | 'tick', { data }: { readonly data: unknown }): void => {
    listener[kind](JSON.parse(String(data)) as PageState);
    listener.changed('live');
    wait(silenceMs);
  };
  listener.changed('connecting');
  open();
}
