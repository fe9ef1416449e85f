import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** The program that the daemon started for one shard, while it waits. */
export interface Relay {
  readonly pid: number;
  /** The paths by which a process opens the daemon's two pipes. */
  readonly input: string;
  readonly output: string;
  /** Resolves once it has ended, for whatever reason. */
  readonly gone: Promise<void>;
  /** Its shard is done with: it ends. Of one that copies the end of what it copies is the end. */
  end(failed: boolean): void;
  /** Has it copy, as the daemon's pipes cannot be opened: it announces itself again. */
  copy(): void;
  /** Keeps what it copies to and from open while nobody serves the shard, until the function it returns is called. */
  guard(): () => void;
}

export interface Announcement {
  readonly pid: number;
  readonly copies: boolean;
}

/** Takes up with a relay that has announced itself. */
export function meetRelay(folder: string, { pid, copies }: Announcement): Relay {
  const file = (name: string): string => join(folder, `${pid}.${name}`);
  const life = new Socket({
    fd: openSync(file('life'), constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  // Opened for both, it waits for nobody, and what is written stays until it is read.
  const end = copies ? undefined : openSync(file('end'), constants.O_RDWR | constants.O_NONBLOCK);
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    life
      .on('error', () => undefined)
      .once('close', () => {
        isGone = true;
        if (end !== undefined) closeSync(end);
        for (const name of ['life', 'end', 'in', 'out']) rmSync(file(name), { force: true });
        resolve();
      })
      .resume();
  });
  const tell = (line: string): void => {
    if (end !== undefined && !isGone) writeSync(end, `${line}\n`);
  };
  return {
    pid,
    input: copies ? file('in') : `/proc/${pid}/fd/3`,
    output: copies ? file('out') : `/proc/${pid}/fd/4`,
    gone,
    end: (failed) => tell(failed ? '1' : '0'),
    copy: () => tell('copy'),
    guard() {
      if (!copies) return () => undefined;
      const ends = [
        openSync(file('in'), constants.O_RDONLY | constants.O_NONBLOCK),
        openSync(file('out'), constants.O_WRONLY | constants.O_NONBLOCK),
      ];
      return () => ends.forEach(closeSync);
    },
  };
}
