import { describe, expect, it } from 'vitest';
import { batch, status } from '../support/drive-session.js';
import { startProcessor } from '../support/start-processor.js';

const source = `
  import { once } from 'node:events';
  import { setTimeout as sleep } from 'node:timers/promises';
  export default class {
    async processRecords({ records, signal }) {
      if (records[0].text() === 'read it') return void console.log('aborted:', signal.aborted);
      console.log('waiting');
      await sleep(600_000, undefined, { signal });
    }
  }`;

describe.skipIf(process.platform === 'win32')('the signal in the process of a shard', () => {
  it('fires in the middle of a call once kcl-ts says that the worker stops', async () => {
    const child = await startProcessor(source);
    await child.initialize();
    expect(await child.call(batch('read it'))).toEqual(status('processRecords'));
    const answer = child.call(batch('wait'));
    await expect.poll(() => child.output).toEqual(['aborted: false', 'waiting']);
    child.tellStop();
    expect(await answer).toEqual(status('processRecords'));
    expect(await child.call({ action: 'shutdownRequested' })).toEqual(status('shutdownRequested'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await child.end()).toMatchObject({ ending: { exitCode: 0 } });
  });

  it('has fired already when it is first read after that', async () => {
    const child = await startProcessor(source);
    await child.initialize();
    child.tellStop();
    await child.call(batch('read it'));
    await expect.poll(() => child.output).toEqual(['aborted: true']);
  });

  it('fires when the daemon is gone, and the process ends', async () => {
    const child = await startProcessor(source);
    await child.initialize();
    child.write(JSON.stringify(batch('wait')));
    await expect.poll(() => child.output).toEqual(['waiting']);
    expect(await child.end()).toMatchObject({ ending: { exitCode: 0 }, overran: false });
  });
});
