import { describe, expect, it } from 'vitest';
import { watchForLostWorkers } from '../../../src/worker/sharing/lost-workers.js';
import { listen, refusingDynamodb, settingsOf } from '../support/sharing.js';

describe('the watch for lost workers', () => {
  it('ends where a permission is missing, says so once, and takes it for no trouble of the worker', async () => {
    const { lines, ...said } = listen();
    const causes: unknown[] = [];
    await watchForLostWorkers(settingsOf('AppF', await refusingDynamodb()), {
      ...said,
      until: new AbortController().signal,
      onCause: (cause) => void causes.push(cause),
    });
    expect(lines).toEqual([expect.stringMatching(/^warn: not watching for lost workers.*dynamodb:Scan/)]);
    expect(causes).toEqual([]);
  });
});
