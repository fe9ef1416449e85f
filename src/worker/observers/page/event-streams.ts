import type { Writable } from 'node:stream';

/** What is told to all who watch. Each text is made at most once, when somebody needs it. */
export interface Telling {
  /** All that there is: for who has just come, or has missed something. */
  readonly whole: () => string;
  /** What is new. */
  readonly tick: () => string;
}

export interface EventStreamsOptions {
  readonly most: number;
  /** How long a client may leave what it was sent unread, in milliseconds. */
  readonly patienceMs: number;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

interface Client {
  readonly response: Writable;
  /** It needs the whole, not what is new. */
  behind: boolean;
  /** Since when it has not read what it was sent. */
  stuckSince: number | undefined;
}

/**
 * The clients of an event stream. No more than one message waits for any of them: who has not read the last one is passed
 * over, gets the whole when it reads again, and is let go when it does not for too long.
 */
export class EventStreams {
  readonly #clients = new Set<Client>();
  readonly #most: number;
  readonly #patienceMs: number;
  readonly #now: () => number;

  constructor({ most, patienceMs, now = () => performance.now() }: EventStreamsOptions) {
    this.#most = most;
    this.#patienceMs = patienceMs;
    this.#now = now;
  }

  get size(): number {
    return this.#clients.size;
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#most;
  }

  /** @param whole the first message */
  add(response: Writable, whole: string): void {
    const client: Client = { response, behind: false, stuckSince: undefined };
    this.#clients.add(client);
    response.once('close', () => this.#clients.delete(client)).once('error', () => undefined);
    // the time after which the browser comes again
    response.write('retry: 2000\n\n');
    response.write(message('whole', whole));
  }

  tell(telling: Telling): void {
    for (const client of this.#clients) {
      if (client.response.writableNeedDrain) {
        this.#passOver(client);
        continue;
      }
      client.stuckSince = undefined;
      const text = client.behind ? message('whole', telling.whole()) : message('tick', telling.tick());
      client.behind = false;
      client.response.write(text);
    }
  }

  end(): void {
    for (const { response } of this.#clients) response.destroy();
    this.#clients.clear();
  }

  #passOver(client: Client): void {
    client.behind = true;
    client.stuckSince ??= this.#now();
    if (this.#now() - client.stuckSince >= this.#patienceMs) client.response.destroy();
  }
}

/** JSON has no line breaks, so one `data` line holds it. */
function message(event: string, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
