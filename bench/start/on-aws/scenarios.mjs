import { createProducer } from './producer.mjs';
import { createReads } from './reads.mjs';

/** The stock worker that finds the leases and the lock of one that is gone needs almost this long. */
const LIMIT_MS = 420_000;

/**
 * One worker of a fresh application; then for each of these departures, `stop` or `kill`, it goes and another one starts.
 *
 * @param note called with what was waited for and since when
 */
export async function alone({ start, where, note }, departures) {
  await inApplication({ start, where, shards: 2 }, async ({ startWorker, reads, shards }) => {
    const begin = async (what, id) => {
      const since = Date.now();
      const worker = startWorker(id);
      await reads.until((all) => all.some((read) => read.at >= since && read.worker === id), LIMIT_MS);
      note(`${what}, first record`, since);
      await reads.until((all) => shardsOf(all, since, [id]).size === shards, LIMIT_MS);
      note(`${what}, every shard read`, since);
      return worker;
    };
    let worker = await begin('fresh application', 'first');
    for (const departure of departures) {
      await settle();
      await worker[departure]();
      const how = departure === 'stop' ? 'stopped' : 'killed';
      worker = await begin(`the only worker ${how} and started again`, `after-${departure}`);
    }
  });
}

/** Three workers, eight shards. */
export async function three({ start, where, note }) {
  await inApplication({ start, where, shards: 8 }, async ({ startWorker, reads, shards }) => {
    const ids = ['one', 'two', 'three'];
    const since = Date.now();
    for (const id of ids) startWorker(id);
    await reads.until((all) => shardsOf(all, since, ids).size === shards, LIMIT_MS);
    note('three workers at once, every shard read', since);
    // Each has two or three of the eight shards now.
    await reads.until((all) => {
      const counts = ids.map((id) => shardsOf(all, Date.now() - 3_000, [id]).size);
      const sum = counts.reduce((some, count) => some + count);
      return sum === shards && Math.max(...counts) <= 3 && Math.min(...counts) >= 2;
    }, LIMIT_MS);
    note('three workers at once, evenly shared', since);
  });
}

/** A new stream into which records come, and workers of one application of which none is left in the end. */
async function inApplication({ start, where, shards }, scenario) {
  const producer = await createProducer(where, shards);
  const reads = createReads();
  const app = { ...where, reads, stream: producer.stream, app: `${producer.stream}App` };
  const workers = [];
  const startWorker = (id) => {
    const worker = start({ ...app, id });
    workers.push(worker);
    return worker;
  };
  try {
    await scenario({ startWorker, reads, shards });
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    producer.stop();
  }
}

const shardsOf = (all, since, ids) =>
  new Set(all.filter(({ at, worker }) => at >= since && ids.includes(worker)).map(({ shard }) => shard));

/** The worker has reported that it lives, and leads. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 15_000));
