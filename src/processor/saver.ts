import type { Checkpointer } from './checkpointer.js';
import type { DonePrefix } from './done-prefix.js';
import type { PeriodicCheckpointer } from './periodic-checkpointer.js';

/** Checkpoints what is done of a batch, as `ForEachRecordOptions` says. */
export interface Saver {
  /** The record at this place is done. */
  done(index: number): Promise<void>;
  /** No further record is begun. */
  end(): Promise<void>;
}

export interface SaverOptions {
  readonly checkpointEveryMs?: number;
  readonly checkpointEveryRecords?: number;
  readonly progress?: PeriodicCheckpointer;
}

/** @throws RangeError if an option is out of range. */
export function saver(
  prefix: DonePrefix,
  checkpointer: Checkpointer | undefined,
  options: SaverOptions,
): Saver {
  const { checkpointEveryMs: everyMs = Infinity, checkpointEveryRecords: everyRecords = Infinity } = options;
  if (!(everyMs >= 0)) throw new RangeError(`checkpointEveryMs is ${everyMs}; expected milliseconds from 0`);
  if (!(everyRecords >= 1) || (everyRecords !== Infinity && !Number.isInteger(everyRecords))) {
    throw new RangeError(`checkpointEveryRecords is ${everyRecords}; expected an integer from 1`);
  }
  return options.progress
    ? acrossBatches(prefix, checkpointer, options.progress)
    : withinBatch(prefix, checkpointer, { everyMs, everyRecords });
}

function withinBatch(
  prefix: DonePrefix,
  checkpointer: Checkpointer | undefined,
  { everyMs, everyRecords }: { readonly everyMs: number; readonly everyRecords: number },
): Saver {
  let saved = 0;
  let lastTime = Date.now();
  const end = async (): Promise<void> => {
    lastTime = Date.now();
    if (prefix.length === saved) return;
    saved = prefix.length;
    await checkpointer?.checkpoint(prefix.last);
  };
  return {
    async done(index) {
      prefix.add(index);
      if (Date.now() - lastTime >= everyMs || prefix.length - saved >= everyRecords) await end();
    },
    end,
  };
}

function acrossBatches(
  prefix: DonePrefix,
  checkpointer: Checkpointer | undefined,
  progress: PeriodicCheckpointer,
): Saver {
  const end = async (): Promise<void> => {
    if (checkpointer) await progress.checkpointIfDue(checkpointer);
  };
  return {
    async done(index) {
      for (const record of prefix.add(index)) progress.done(record);
      await end();
    },
    end,
  };
}
