/** What `require('aws-kcl')` gives a program that kcl-ts runs: the build makes the function the module itself. */
import { fromAwsKcl } from '../../processor/aws-kcl/from-aws-kcl.js';
import type { AwsKclProcessor } from '../../processor/aws-kcl/callbacks.js';
import { run } from '../run.js';

/** As kcl_process.js of aws-kcl, but for the protocol: that is kcl-ts's. */
export function kcl(recordProcessor: AwsKclProcessor, ...files: unknown[]): { run(): void; cleanup(): void } {
  const processor = fromAwsKcl(recordProcessor);
  const standard: readonly unknown[] = [undefined, process.stdin, process.stdout, process.stderr];
  if (!files.every((file) => standard.includes(file))) {
    throw new Error('under kcl-ts, kcl() talks to the daemon by itself, and takes no files');
  }
  let running = false;
  return {
    run() {
      if (running) return;
      running = true;
      void run(processor);
    },
    cleanup: () => undefined,
  };
}
