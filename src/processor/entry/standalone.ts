import { defaultChildOptions } from '../child-options.js';
import { toProcessor } from '../load-processor.js';
import type { ProcessorSource } from '../record-processor.js';
import { hostSession } from './host-session.js';
import { protectStdout } from './protect-stdout.js';

/** Runs a processor in a program of the user's own, on its stdin and stdout, as the daemon expects it. */
export async function standalone(source: ProcessorSource): Promise<void> {
  protectStdout();
  const { create } = toProcessor(source);
  await hostSession(create, { input: 0, output: 1 }, defaultChildOptions).outcome;
}
