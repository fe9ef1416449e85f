import type { Readable } from 'node:stream';

/**
 * Stops reading what programs print while what was made of it waits to be written: the programs wait then, and this
 * process does not grow. Once the signal is aborted all is read, whoever waits: a program that is to end must not wait
 * for a terminal, a pager or a log collector that does not read.
 *
 * @returns what ends it
 */
export function holdBack(
  sources: readonly Readable[],
  output: NodeJS.WritableStream,
  release: AbortSignal,
): () => void {
  let isGone = false;
  const watched = sources.map((source) => ({
    source,
    pause: () => {
      if (!isGone && !release.aborted && isFull(output)) source.pause();
    },
  }));
  const resume = (): void => {
    for (const source of sources) source.resume();
  };
  const onError = (): void => {
    isGone = true;
    resume();
  };
  for (const { source, pause } of watched) source.on('data', pause);
  output.on('drain', resume).on('error', onError);
  release.addEventListener('abort', resume, { once: true });
  return () => {
    for (const { source, pause } of watched) source.off('data', pause);
    output.off('drain', resume).off('error', onError);
    release.removeEventListener('abort', resume);
  };
}

/** Whether a stream waits for its reader. */
function isFull(output: NodeJS.WritableStream): boolean {
  return 'writableNeedDrain' in output && output.writableNeedDrain === true;
}
