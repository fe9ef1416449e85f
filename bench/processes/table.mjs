// Medians, with the range of the rounds in brackets.

/** @param {[count: number, mode: string, results: Record<string, number>[]][]} rows */
export function printTable(rows) {
  const columns = ['proportional', 'private'].map((kind) => `${kind} MB`);
  console.log(
    `\n| shards | served by | ${columns.join(' | ')} | proportional MB per added shard | private MB per added shard | CPU s per 100,000 records | p50 ms | p99 ms |`,
  );
  console.log(`|---|---|${'---|'.repeat(7)}`);
  const last = new Map();
  for (const [count, mode, results] of rows) {
    const before = last.get(mode);
    last.set(mode, [count, results]);
    const added = (key) =>
      before === undefined
        ? ''
        : ((medianOf(results, key) - medianOf(before[1], key)) / (count - before[0])).toFixed(2);
    const cells = [
      ...[count, mode, figure(results, 'proportional', 0), figure(results, 'private', 0)],
      ...[added('proportional'), added('private')],
      ...[figure(results, 'cpu', 2), figure(results, 'p50', 2), figure(results, 'p99', 2)],
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  printRatios(rows);
}

/** Of each round by itself, as the machine's moods hit what is compared alike. */
function printRatios(rows) {
  console.log('\n| shards | auto compared with | CPU | p50 | p99 |\n|---|---|---|---|---|');
  for (const [count, mode, results] of rows) {
    const own = rows.find(([others, name]) => others === count && name === 'auto')?.[2];
    if (mode === 'auto' || own === undefined) continue;
    const ratios = own.map((run, round) => ({
      cpu: run.cpu / results[round].cpu,
      p50: run.p50 / results[round].p50,
      p99: run.p99 / results[round].p99,
    }));
    const cells = ['cpu', 'p50', 'p99'].map((key) => figure(ratios, key, 2));
    console.log(`| ${[count, mode, ...cells].join(' | ')} |`);
  }
}

function figure(results, key, digits) {
  const values = results.map((result) => result[key]);
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

function medianOf(results, key) {
  return median(results.map((result) => result[key]));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
