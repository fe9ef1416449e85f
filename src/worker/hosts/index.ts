import type { Readable } from 'node:stream';
import { readMarkedLine } from '../../child/reports/marked-line.js';
import type { Watchdog } from '../../daemon/watchdog.js';
import { howItEnded, type Ending } from '../../processes.js';
import type { WorkerEvents } from '../event-bus.js';
import { chooseHost } from './balance.js';
import { HostProcess, type HostListener, type HostProgram } from './host-process.js';
import { listenToRelays } from './listen-to-relays.js';
import type { HostsPlan } from './plan.js';
import { meetRelay, type Announcement } from './relay.js';

export interface HostsOptions {
  readonly events: WorkerEvents;
  readonly watchdog: Pick<Watchdog, 'lookAfterHosts'>;
  readonly atExit: (action: () => void) => () => void;
  /** Lets the processes wait while what was made of their output waits to be written; gives what ends that. */
  readonly holdBack: (streams: readonly Readable[]) => () => void;
}

/**
 * The processes that serve the shards of a worker. The daemon starts a relay for each shard, which announces itself here
 * and is given to one of them. A relay ends with its shard, its process, its daemon and with kcl-ts; but a process can be
 * replaced while its relays stay.
 */
export class Hosts {
  #program: HostProgram;
  /** Those that new shards are given to. */
  #running: HostProcess[] = [];
  /** Those that are there, also the ones that are being replaced or are to replace others. */
  readonly #all = new Set<HostProcess>();
  readonly #plan: HostsPlan;
  readonly #options: HostsOptions;
  readonly #undo: (() => void)[] = [];
  #replacing: Promise<unknown> = Promise.resolve();
  #isOpen = false;

  constructor(plan: HostsPlan, options: HostsOptions) {
    this.#plan = plan;
    this.#program = plan.program;
    this.#options = options;
  }

  /** To be called before java is started. The first process starts beside java. */
  open(): void {
    this.#isOpen = true;
    this.#undo.push(
      listenToRelays(this.#plan.folder, (announcement) => this.#meet(announcement)),
      this.#options.atExit(() => {
        for (const host of this.#all) host.kill();
      }),
    );
    this.#start();
  }

  /** Whether any of them has a shard. */
  get serving(): boolean {
    return [...this.#all].some(({ shards }) => shards > 0);
  }

  /** To be called when java has ended: ends all of them. */
  async close(): Promise<void> {
    this.#isOpen = false;
    for (const undo of this.#undo.splice(0)) undo();
    await Promise.all([...this.#all].map((host) => host.close()));
    await this.#replacing.catch(() => undefined);
    this.#running = [];
  }

  /**
   * Replaces the processes, such as by ones of a changed processor, while the daemon goes on. The processor of each shard
   * finishes its call and is asked to shut down, with a checkpointer; then one in the new process is initialised with the
   * last checkpoint. Records that the old one was given are not given again.
   *
   * @throws KclTsError PROCESSOR_INVALID, PROCESSOR_FAILED when the new processor cannot be loaded: the old one goes on
   */
  replace(program: HostProgram = this.#program): Promise<void> {
    const replaced = this.#replacing.catch(() => undefined).then(() => this.#replace(program));
    this.#replacing = replaced;
    return replaced;
  }

  async #replace(program: HostProgram): Promise<void> {
    if (!this.#isOpen) {
      this.#program = program;
      return;
    }
    const fresh = Array.from({ length: Math.max(1, this.#running.length) }, () => this.#newHost(program));
    try {
      await Promise.all(fresh.map((host) => host.loaded));
    } catch (error) {
      await Promise.all(fresh.map((host) => host.close()));
      throw error;
    }
    this.#program = program;
    const old = this.#running;
    this.#running = fresh;
    await Promise.all(old.map((host) => this.#handOver(host)));
  }

  async #handOver(old: HostProcess): Promise<void> {
    await Promise.all(
      old.relays.map(async (relay) => {
        const letGo = relay.guard();
        const takeOver = await old.retire(relay);
        if (takeOver) await this.#choose().serve(relay, takeOver);
        letGo();
      }),
    );
    await old.close();
  }

  #meet(announcement: Announcement): void {
    if (!this.#isOpen) return;
    const relay = meetRelay(this.#plan.folder, announcement);
    void this.#choose().serve(relay);
  }

  #choose(): HostProcess {
    return chooseHost(this.#running, this.#plan.most) ?? this.#start();
  }

  #start(): HostProcess {
    const host = this.#newHost(this.#program);
    this.#running = [...this.#running, host];
    return host;
  }

  #newHost(program: HostProgram): HostProcess {
    let letGo: () => void = () => undefined;
    const listener: HostListener = {
      opened: (streams) => (letGo = this.#options.holdBack(streams)),
      line: (text, from) => this.#tellLine(text, from),
      unopened: (relay) => relay.copy(),
      died: (dead, ending) => this.#lose(dead, ending),
    };
    const host = new HostProcess(program, listener);
    this.#all.add(host);
    this.#tellWatchdog();
    void host.gone.then(() => {
      letGo();
      this.#all.delete(host);
      this.#tellWatchdog();
    });
    return host;
  }

  #lose(host: HostProcess, ending: Ending): void {
    this.#running = this.#running.filter((other) => other !== host);
    const { shardIds } = host;
    this.#options.events.emit({ type: 'hostEnded', shardIds, how: howItEnded(ending) });
  }

  #tellLine(text: string, host: HostProcess): void {
    const { events } = this.#options;
    if (!events.isWanted('processorLine')) return;
    const timestamp = new Date();
    const { text: own, report } = readMarkedLine(this.#plan.secret, text);
    if (own !== '' || report === undefined) {
      const { shardIds } = host;
      const [only] = shardIds;
      const whose = only !== undefined && shardIds.length === 1 ? { shardId: only } : { shardIds };
      events.emit({ type: 'processorLine', ...whose, line: own, timestamp });
    }
    const [, shardId, line] = /^(\S+) (.*)$/s.exec(report ?? '') ?? [];
    if (shardId !== undefined && line !== undefined)
      events.emit({ type: 'processorLine', shardId, line, timestamp });
  }

  #tellWatchdog(): void {
    this.#options.watchdog.lookAfterHosts([...this.#all].flatMap(({ pid }) => pid ?? []));
  }
}
