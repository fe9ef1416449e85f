import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ownFile } from '../../../src/own-files.js';
import { batch, status } from '../../child/support/drive-session.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startHosts, type DaemonShard, type Way } from './support/start-hosts.js';

const ways: Way[] = ['direct', 'copy'];

/** A batch whose only record has this number. */
function numbered(sequenceNumber: string, text: string): object {
  const { records, ...message } = batch(text);
  return { ...message, records: records.map((record) => ({ ...record, sequenceNumber })) };
}

async function stop(...shards: DaemonShard[]): Promise<void> {
  for (const shard of shards) {
    expect(await shard.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    shard.input.end();
    expect(await shard.next()).toBeUndefined();
    await shard.ended;
  }
}

describe.each(ways)(
  'the processes that serve the shards of a worker, with relays that go the way "%s"',
  (way) => {
    it('serve each shard as it would be alone, and let its relay end with it', async () => {
      const { daemonStarts, printed, saw, folder } = await startHosts(2, way);
      const a = await daemonStarts('shard-a');
      const b = await daemonStarts('shard-b');
      const c = await daemonStarts('shard-c');
      a.write(numbered('7', 'checkpoint'));
      expect(await a.next()).toEqual({ action: 'checkpoint', sequenceNumber: '7', subSequenceNumber: 0 });
      expect(await b.call(batch('one'))).toEqual(status('processRecords'));
      expect(await a.call({ action: 'checkpoint', error: null })).toEqual(status('processRecords'));
      expect(await c.call(batch('two'))).toEqual(status('processRecords'));
      await stop(a, b, c);
      await saw('got two');
      // Two processes for three shards: the second one of one of them is the third shard.
      expect(
        printed()
          .filter((line) => line.includes('began'))
          .sort(),
      ).toEqual([
        'shard-a: old 1 began shard-a at TRIM_HORIZON',
        'shard-b: old 1 began shard-b at TRIM_HORIZON',
        'shard-c: old 2 began shard-c at TRIM_HORIZON',
      ]);
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['announce']));
    });

    it('can be replaced while batches come: none is lost, none is processed twice, and all are counted', async () => {
      const { hosts, program, daemonStarts, printed, shards: known } = await startHosts(1, way);
      const shards = [await daemonStarts('shard-a'), await daemonStarts('shard-b')];
      let isReplaced = false;
      const feed = async (shard: DaemonShard): Promise<number> => {
        for (let number = 1; ; number++) {
          const isLast = isReplaced;
          let answer = await shard.call(numbered(String(number), 'checkpoint'));
          while (JSON.stringify(answer) !== JSON.stringify(status('processRecords'))) {
            expect(answer).toMatchObject({ action: 'checkpoint' });
            answer = await shard.call({ action: 'checkpoint', error: null });
          }
          if (isLast) return number;
        }
      };
      const fed = Promise.all(shards.map(feed));
      await hosts.replace({ ...program, env: { ...program.env, VERSION: 'new' } });
      isReplaced = true;
      const counts = await fed;
      await stop(...shards);
      await vi.waitFor(() => {
        const ended = known.all.filter(({ running }) => !running);
        expect(ended.map(({ records }) => records)).toEqual(counts);
      });
      for (const [at, shardId] of ['shard-a', 'shard-b'].entries()) {
        const lines = printed().filter((line) => line.startsWith(shardId));
        expect(lines.filter((line) => line.includes('got'))).toHaveLength(counts[at] ?? 0);
        const change = lines.findIndex((line) => line.includes('was asked to shut down'));
        expect(lines.slice(0, change).every((line) => line.includes(': old'))).toBe(true);
        expect(lines.slice(change + 1).every((line) => line.includes(': new'))).toBe(true);
        // The new processor begins at the last checkpoint, which is that of the last record of the old one.
        expect(lines[change + 1]).toMatch(new RegExp(`began ${shardId} at ${change - 1}$`));
      }
    });

    it('can be replaced between two batches: the second one is the new processor’s, the checkpoint the old one’s', async () => {
      const { hosts, program, daemonStarts, saw, printed } = await startHosts(1, way);
      const a = await daemonStarts('shard-a');
      expect(await a.call(numbered('7', 'first'))).toEqual(status('processRecords'));
      const replaced = hosts.replace({ ...program, env: { ...program.env, VERSION: 'new' } });
      await saw('was asked to shut down');
      const checkpoint = { action: 'checkpoint', sequenceNumber: '7', subSequenceNumber: 0 };
      expect(await a.call(numbered('8', 'second'))).toEqual(checkpoint);
      expect(await a.call({ action: 'checkpoint', error: null })).toEqual(status('processRecords'));
      await replaced;
      await saw('new 1 got second');
      expect(printed().slice(1)).toEqual([
        'shard-a: old 1 got first',
        'shard-a: old 1 was asked to shut down',
        'shard-a: new 1 began shard-a at 7',
        'shard-a: new 1 got second',
      ]);
      await stop(a);
    });
  },
);

describe('a relay that the system does not run once it has announced itself', () => {
  it('has its shard served all the same', async () => {
    const { daemonStarts } = await startHosts(1);
    const folder = await temporaryFolder();
    const gate = join(folder, 'gate');
    execFileSync('mkfifo', [gate]);
    // Open for both, it waits for nobody.
    const letGo = openSync(gate, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(letGo));
    const relay = join(folder, 'relay.sh');
    const waitsInEcho = `echo() { command echo "$@"; read -r go <'${gate}'; }\n`;
    await writeFile(relay, waitsInEcho + (await readFile(ownFile('dist/child/entry/relay.sh'), 'utf8')));
    const a = await daemonStarts('shard-a', relay);
    expect(await a.call(batch('one'))).toEqual(status('processRecords'));
    writeSync(letGo, 'go\n');
    await stop(a);
  });
});
