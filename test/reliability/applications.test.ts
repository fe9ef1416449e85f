import { expect, it } from 'vitest';
import { kinesisAt } from '../support/aws.js';
import { against, embeddedStack } from '../support/embedded-stack.js';
import { startApplication } from './application/start-application.js';
import { printFigures } from './figures.js';
import { lost, violations } from './ledger/verify.js';
import { produce } from './produce.js';
import { waitUntil } from './wait-until.js';

it('two applications read the same stream, each all of it, whatever happens to the other', async () => {
  const names = ['Undisturbed', 'Killed'];
  const stack = await embeddedStack({ shards: 2, application: names, workerId: 'worker-1' });
  const { env, flags } = against(stack);
  const done = new AbortController();
  const producing = produce(kinesisAt(stack.kinesisEndpoint), {
    stream: 'words',
    until: done.signal,
    perSecond: 100,
    partitionKeys: 64,
  });
  const applications = await Promise.all(names.map((name) => startApplication({ name, env, flags })));
  const [undisturbed, killed] = applications;
  const workers = applications.map((application) => application.start('worker-1'));
  const startedIn = async (application = undisturbed): Promise<number> =>
    (await application?.sessions())?.filter(({ processed }) => processed.length > 0).length ?? 0;
  await waitUntil('both read', async () =>
    (await Promise.all(applications.map(startedIn))).every((shards) => shards === 2),
  );
  await workers[1]?.lose();
  const restarted = killed?.start('worker-1');
  await waitUntil('the killed one reads again', async () => (await startedIn(killed)) === 4);
  done.abort();
  const produced = await producing;
  for (const application of applications) {
    await waitUntil('all is read', async () => lost(produced, await application.sessions()).length === 0);
  }
  await Promise.all([workers[0]?.stop(), restarted?.stop()]);
  expect(produced.length).toBeGreaterThan(1_000);
  for (const application of applications)
    expect(violations({ produced, sessions: await application.sessions(), stored: [] })).toEqual([]);
  const processed = (await undisturbed?.sessions())?.flatMap((session) => session.processed);
  expect(processed).toHaveLength(produced.length);
  const again = (await killed?.sessions())?.flatMap((session) => session.processed).length ?? 0;
  printFigures('Two applications', {
    'records put, all of them processed by each': produced.length,
    'processed again by the one that was killed': again - produced.length,
    'processed again by the other': 0,
  });
}, 400_000);
