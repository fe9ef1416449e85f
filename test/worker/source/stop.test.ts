import { onTestFinished, describe, expect, it } from 'vitest';
import { createStopWatch } from '../../../src/child/entry/watch-stop.js';
import { createReportChannel } from '../../../src/worker/reports/report-channel.js';
import { openSource } from '../../../src/worker/source/index.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createEvents } from '../support/events.js';

describe.skipIf(process.platform === 'win32')('the processors of a worker', () => {
  it.each([
    ['is asked to stop', { type: 'stopping', hasShards: true }],
    ['stops because java does', { type: 'schedulerStopping' }],
  ] as const)('are told at once when it %s', async (_, event) => {
    const { reports, watch } = await channel();
    const events = createEvents();
    const source = openSource(reports, events);
    onTestFinished(() => source.close());
    const told = watch();
    events.emit(event);
    await told;
    // and whoever asks later
    await watch();
  });

  it('are told when kcl-ts is gone without a word', async () => {
    const { reports, watch } = await channel();
    const source = openSource(reports, createEvents());
    const told = watch();
    source.close();
    await told;
  });

  it('of the next java are not told of the stop of the last one', async () => {
    const { reports, watch } = await channel();
    openSource(reports, createEvents()).close();
    const source = openSource(reports, createEvents());
    let isTold = false;
    const told = watch().then(() => (isTold = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTold).toBe(false);
    source.close();
    await told;
  });
});

async function channel() {
  const { env, platform } = process;
  const reports = await createReportChannel(await temporaryFolder(), { env, platform });
  return {
    reports,
    watch: () => new Promise<void>((resolve) => void createStopWatch(reports.target)(resolve)),
  };
}
