import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../../context.js';
import { isLiveTerminal } from '../../../ui/colour.js';
import type { AwsTarget } from '../../flags/aws.js';
import { readView, viewAsText } from './show.js';

/** Shows the leases again and again until it is asked to stop: in place on a terminal, else one table after another. */
export async function watchLeases(
  target: AwsTarget,
  { lag, everyMs }: { readonly lag: boolean; readonly everyMs: number },
  context: Context,
): Promise<void> {
  const { stdout, signal } = context;
  const draw = await drawOn(stdout);
  const show = async (): Promise<void> => {
    const text = viewAsText(await readView(target, lag, context));
    draw.show(`${new Date().toISOString()}  ${target.collected.tables.lease}\n\n${text}`);
  };
  while (!signal.aborted) {
    await show();
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  draw.end();
}

interface Drawing {
  show(text: string): void;
  end(): void;
}

async function drawOn(stdout: NodeJS.WritableStream): Promise<Drawing> {
  if (!isLiveTerminal(stdout))
    return { show: (text) => void stdout.write(`${text}\n`), end: () => undefined };
  const { createLogUpdate } = await import('log-update');
  const { stdout: terminal } = await import('node:process');
  // The table's cells are harmless by themselves: the terminal itself is drawn on, for the cursor must move.
  const live = createLogUpdate(terminal);
  return { show: (text) => live(text), end: () => live.done() };
}
