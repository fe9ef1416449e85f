import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ControlChannel } from '../../child/control-channel.js';
import type { TakeOver } from '../../child/entry/serve-shard.js';
import type { FromHost, ToHost } from '../../child/hosting.js';
import { within } from '../../child/within.js';
import { eachLine } from '../../each-line.js';
import { KclTsError } from '../../errors.js';
import type { Environment } from '../../context.js';
import { sendSignal, start, type Ending } from '../../processes.js';
import type { Load } from './balance.js';
import type { Relay } from './relay.js';

/** How a process that serves several shards is started. */
export interface HostProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

export interface HostListener {
  /** Its output, before it is read. */
  opened(streams: readonly Readable[]): void;
  /** A line that it printed. */
  line(text: string, host: HostProcess): void;
  /** The daemon's pipes cannot be opened as the relay's. */
  unopened(relay: Relay, reason: string): void;
  /** It is gone, and nobody asked it to go. */
  died(host: HostProcess, ending: Ending): void;
}

interface ServedRelay {
  readonly relay: Relay;
  shardId: string | undefined;
}

/** How long it may take to end by itself. */
const endMs = 3_000;
/** How long its last lines may take to arrive once it has ended: a program that it started may hold on to its output. */
const lastLinesMs = 500;

/** A process that serves several shards. */
export class HostProcess implements Load {
  readonly pid: number | undefined;
  /** Resolves once its processor is loaded. @throws KclTsError PROCESSOR_INVALID, PROCESSOR_FAILED */
  readonly loaded: Promise<void>;
  readonly #relays = new Map<number, ServedRelay>();
  readonly #opening = new Map<number, () => void>();
  readonly #retired = new Map<number, (takeOver: TakeOver | undefined) => void>();
  readonly #control: ControlChannel<ToHost, FromHost>;
  readonly #listener: HostListener;
  /** Resolves once it has ended and all that it printed has been told. */
  readonly gone: Promise<void>;
  #bytesPerSecond = 0;
  #closing = false;
  #onLoaded: (error?: KclTsError) => void = () => undefined;

  constructor({ file, args, cwd, env }: HostProgram, listener: HostListener) {
    this.#listener = listener;
    this.loaded = new Promise((resolve, reject) => {
      this.#onLoaded = (error) => (error ? reject(error) : resolve());
    });
    this.loaded.catch(() => undefined);
    // A group of its own: the daemon says when to stop, not the terminal.
    const { child, ending } = start(file, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.pid = child.pid;
    const control = child.stdio[3];
    if (!(control instanceof Socket)) throw new TypeError('expected a socket as the control channel');
    this.#control = new ControlChannel(
      control,
      (message) => this.#receive(message),
      () => undefined,
    );
    listener.opened([child.stdout, child.stderr]);
    const lines = Promise.all(
      [child.stdout, child.stderr].map((stream) => eachLine(stream, (text) => listener.line(text, this))),
    );
    const ended = new Promise<Ending>((resolve) => {
      void ending.then(resolve);
      child.once('exit', (exitCode, signal) =>
        resolve(signal === null ? { kind: 'exited', exitCode: exitCode ?? 1 } : { kind: 'killed', signal }),
      );
    });
    this.gone = ended.then(async (how) => {
      await within(lastLinesMs, lines);
      this.#end(how);
    });
  }

  get shards(): number {
    return this.#relays.size;
  }

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  get relays(): readonly Relay[] {
    return [...this.#relays.values()].map(({ relay }) => relay);
  }

  /** As far as the daemon has named them. */
  get shardIds(): readonly string[] {
    return [...this.#relays.values()].flatMap(({ shardId }) => shardId ?? []);
  }

  /** Resolves once it has opened the daemon's pipes, or could not. */
  serve(relay: Relay, takeOver?: TakeOver): Promise<void> {
    const { pid, input, output } = relay;
    this.#relays.set(pid, { relay, shardId: takeOver?.initialize?.shardId ?? undefined });
    this.#control.send({ type: 'serve', relay: pid, input, output, takeOver });
    void relay.gone.then(() => {
      if (this.#relays.get(pid)?.relay !== relay) return;
      this.#relays.delete(pid);
      this.#control.send({ type: 'abandon', relay: pid });
    });
    const isOpen = new Promise<void>((resolve) => this.#opening.set(pid, resolve));
    return Promise.race([isOpen, relay.gone, this.gone]);
  }

  /** Ends the processor of a shard for one in another process; undefined if the shard is done with instead. */
  retire({ pid }: Relay): Promise<TakeOver | undefined> {
    if (!this.#relays.has(pid)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#retired.set(pid, resolve);
      this.#control.send({ type: 'retire', relay: pid });
    });
  }

  /** Asks it to end, and sees to it that it does, with all that it has started. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#control.end();
    await within(endMs, this.gone);
    this.kill();
    await this.gone;
  }

  /** Synchronous, so that an exit handler can call it. */
  kill(): void {
    this.#closing = true;
    if (this.pid !== undefined) sendSignal(-this.pid, 'SIGKILL');
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'loaded':
        this.#onLoaded();
        return;
      case 'loadFailed':
        this.#onLoaded(loadFailed(message));
        return;
      case 'load':
        this.#bytesPerSecond = message.bytesPerSecond;
        return;
      case 'named': {
        const served = this.#relays.get(message.relay);
        if (served) served.shardId = message.shardId;
        return;
      }
      case 'unopened': {
        const served = this.#relays.get(message.relay);
        this.#relays.delete(message.relay);
        if (served) this.#listener.unopened(served.relay, message.reason);
        this.#tellOpen(message.relay);
        return;
      }
      case 'opened':
        this.#tellOpen(message.relay);
        return;
      case 'done': {
        const served = this.#relays.get(message.relay);
        this.#relays.delete(message.relay);
        served?.relay.end(message.failed);
        return;
      }
      case 'retired':
        if (message.takeOver) this.#relays.delete(message.relay);
        this.#settle(message.relay, message.takeOver);
        return;
    }
  }

  #tellOpen(pid: number): void {
    this.#opening.get(pid)?.();
    this.#opening.delete(pid);
  }

  #settle(pid: number, takeOver: TakeOver | undefined): void {
    this.#retired.get(pid)?.(takeOver);
    this.#retired.delete(pid);
  }

  #end(how: Ending): void {
    if (!this.#closing) this.#listener.died(this, how);
    this.#onLoaded(new KclTsError('PROCESSOR_FAILED', 'the process ended before its processor was loaded'));
    for (const { relay } of this.#relays.values()) relay.end(true);
    this.#relays.clear();
    this.#opening.clear();
    for (const pid of [...this.#retired.keys()]) this.#settle(pid, undefined);
  }
}

function loadFailed({ name, message, stack }: Extract<FromHost, { type: 'loadFailed' }>): KclTsError {
  return new KclTsError('PROCESSOR_INVALID', `the processor could not be loaded: ${name}: ${message}`, {
    details: stack,
  });
}
