// The KCL's balancing, in virtual time: how long until a worker that joins holds its share, and how many leases move afterwards,
// for no other reason than that the measured load of a shard differs from one moment to the next.
//
//   node bench/balance/model.mjs [trials] [throughput|cpu]
//
// The rules are those of LeaseAssignmentManager, VarianceBasedLeaseAssignmentDecider, WorkerMetricStats and LeaseStatsRecorder
// (KCL 3.1.3). On EC2 and ECS, workers are balanced by their CPU use, which they report every 30 s; elsewhere by the throughput
// of their leases, which their owners write as they renew them. All shards have the same load, one record of 1 KB after another
// at random moments; the only worker uses half of its CPU before another joins.
const RECORDS_PER_SECOND = 10;
const STOP_PROCESSOR_S = 1;
const REPORT_EVERY_S = 30;
const IDLE_CPU = 5;

function simulate({ metric, failover, shards, workers, frequency, dampening, seconds }) {
  const cpu = createCpu(workers, (45 * (workers - 1)) / shards);
  const renewEvery = failover / 3;
  const assignEvery = 2 * failover;
  const leases = Array.from({ length: shards }, (_, at) => ({
    owner: at % (workers - 1),
    heir: undefined,
    throughput: RECORDS_PER_SECOND,
    arrives: Infinity,
  }));
  const renewAt = Array.from({ length: workers }, () => Math.random() * renewEvery);
  const discoverAt = Array.from({ length: workers }, () => Math.random() * failover);
  let assignAt = Math.random() * assignEvery;
  let runs = Math.floor(Math.random() * frequency);
  let [even, moves, at] = [undefined, 0, 0];
  while (at < seconds) {
    at = Math.min(assignAt, ...renewAt, ...discoverAt);
    cpu.advance(at, countsOf(leases, workers));
    for (let worker = 0; worker < workers; worker++) {
      if (renewAt[worker] === at) {
        renewAt[worker] += renewEvery;
        for (const lease of leases) {
          if (lease.owner !== worker) continue;
          lease.throughput = (lease.throughput + poisson(RECORDS_PER_SECOND * renewEvery) / renewEvery) / 2;
          // The owner learns of the hand-off as it renews; then its processor stops.
          if (lease.heir !== undefined && lease.arrives === Infinity) lease.arrives = at + STOP_PROCESSOR_S;
        }
      }
      if (discoverAt[worker] === at) {
        discoverAt[worker] += failover;
        for (const lease of leases) {
          if (lease.heir !== worker || lease.arrives > at) continue;
          Object.assign(lease, { owner: worker, heir: undefined, arrives: Infinity });
          moves++;
        }
        if (even === undefined && isEven(countsOf(leases, workers))) [even, moves] = [at, 0];
      }
    }
    if (assignAt === at) {
      assignAt += assignEvery;
      if (runs++ % frequency === 0) {
        balance(leases, workers, dampening, metric === 'cpu' ? cpu.loads() : undefined);
      }
    }
  }
  return { even, perHour: even === undefined ? undefined : (moves / (seconds - even)) * 3600 };
}

/** What the workers report: the mean since the last report; of the last ten, each new one counts half (workerMetricsEMAAlpha). */
function createCpu(workers, perLease) {
  const reports = Array.from({ length: workers }, (_, worker) =>
    worker === workers - 1 ? [IDLE_CPU] : Array.from({ length: 10 }, () => 50),
  );
  const state = reports.map(() => ({ used: 0, since: 0, reportAt: Math.random() * REPORT_EVERY_S }));
  let last = 0;
  return {
    advance(to, counts) {
      for (let at = last; at < to; at = Math.min(to, at + 1)) {
        for (const [worker, one] of state.entries()) {
          one.used += IDLE_CPU + counts[worker] * perLease * (0.9 + Math.random() * 0.2);
          one.since++;
          if (at < one.reportAt) continue;
          reports[worker] = [...reports[worker], one.used / one.since].slice(-10);
          Object.assign(one, { used: 0, since: 0, reportAt: one.reportAt + REPORT_EVERY_S });
        }
      }
      last = to;
    },
    loads: () => reports.map((values) => values.reduce((average, value) => (average + value) / 2)),
  };
}

/** VarianceBasedLeaseAssignmentDecider.balanceWorkerVariance; without reports 100 is the average (setOperatingRange…ForDefaultWorker). */
function balance(leases, workers, dampening, reported) {
  const sum = (list) => list.reduce((total, { throughput }) => total + throughput, 0);
  const target = sum(leases) / workers;
  const held = Array.from({ length: workers }, (_, worker) => leases.filter(({ owner }) => owner === worker));
  const loads = reported ?? held.map((list) => (sum(list) / target) * 100);
  const average = loads.reduce((a, b) => a + b, 0) / workers;
  const heirs = loads.map((load, worker) => ({ worker, load }));
  const givers = giversOf(loads, average, reported ? 10 : 0).map((worker) => {
    const load = loads[worker];
    return { worker, take: (sum(held[worker]) * ((load - average) / load) * dampening) / 100 };
  });
  givers.sort((a, b) => b.take - a.take);
  for (const { worker, take } of givers) {
    for (const lease of leasesToTake(held[worker], take)) {
      heirs.sort((a, b) => (average - b.load) / (b.load || 1e-9) - (average - a.load) / (a.load || 1e-9));
      const heir = heirs.shift();
      if (heir === undefined) return;
      const load = heir.load + (lease.throughput * average) / target;
      if (load > average) break;
      heirs.push(heir.worker === worker ? heir : { worker: heir.worker, load });
      if (heir.worker !== worker && lease.heir === undefined) lease.heir = heir.worker;
    }
  }
}

/** getWorkersToTakeLeasesFromIfRequired; a load of 100 by throughput is above the operating range by itself. */
function giversOf(loads, average, thresholdPercent) {
  const [upper, lower] = [average * (1 + thresholdPercent / 100), average * (1 - thresholdPercent / 100)];
  if (loads.every((load) => load <= upper && load >= lower)) return [];
  const above = loads.flatMap((load, worker) => (load >= upper && load > average ? [worker] : []));
  return above.length > 0 ? above : [loads.indexOf(Math.max(...loads))];
}

/** getLeasesCombiningToThroughput, with allowThroughputOvershoot */
function leasesToTake(held, take) {
  const shuffled = held.map((lease) => [Math.random(), lease]).sort(([a], [b]) => a - b);
  const taken = [];
  let rest = take;
  for (const [, lease] of shuffled) {
    if (rest - lease.throughput <= 0) continue;
    rest -= lease.throughput;
    taken.push(lease);
  }
  if (taken.length > 0) return taken;
  return [...held].sort((a, b) => a.throughput - b.throughput).slice(0, 1);
}

/** No worker is further from its share than a tenth of it, or one lease. */
function isEven(counts) {
  const share = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.every((count) => Math.abs(count - share) <= Math.max(share / 10, 0.99));
}

function countsOf(leases, workers) {
  return Array.from(
    { length: workers },
    (_, worker) => leases.filter(({ owner }) => owner === worker).length,
  );
}

function poisson(mean) {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = Math.random(); product > limit; product *= Math.random()) count++;
  return count;
}

const TRIALS = Number(process.argv[2] ?? 100);
console.log(
  '| balanced by | failover | shards | workers | frequency | dampening | seconds until even (95 %) | leases moved an hour |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const metric of process.argv[3] ? [process.argv[3]] : ['throughput', 'cpu']) {
  for (const failover of [10, 3]) {
    for (const [shards, workers] of [
      [8, 2],
      [100, 2],
      [100, 10],
    ]) {
      for (const [frequency, dampening] of [
        [3, 60],
        [3, 100],
        [1, 60],
        [1, 100],
      ]) {
        const results = Array.from({ length: shards > 8 ? TRIALS / 5 : TRIALS }, () =>
          simulate({ metric, failover, shards, workers, frequency, dampening, seconds: 3600 }),
        );
        const even = results.map((one) => one.even ?? Infinity).sort((a, b) => a - b);
        const moved = results.flatMap(({ perHour }) => perHour ?? []);
        const mean = moved.reduce((a, b) => a + b, 0) / moved.length;
        const [median, most] = [even[Math.floor(even.length / 2)], even[Math.floor(even.length * 0.95)]];
        console.log(
          `| ${metric} | ${failover} s | ${shards} | ${workers} | ${frequency} | ${dampening} | ${median.toFixed(0)} (${most.toFixed(0)}) | ${mean.toFixed(mean < 10 ? 1 : 0)} |`,
        );
      }
    }
  }
}
