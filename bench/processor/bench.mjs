// node bench/processor/bench.mjs [rounds] [seconds] [child,child]: all children on the same input, in turn, so that the machine's moods hit all alike.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenIn } from './children.mjs';
import { batchOf, feed } from './feed.mjs';

const [rounds = 3, seconds = 1.5] = process.argv.slice(2, 4).map(Number);
const wanted = process.argv[4]?.split(',');
const batches = [
  ['1000 x 100 B', batchOf(1000, 100)],
  ['500 x 1 KB', batchOf(500, 1024)],
  ['100 x 50 KB', batchOf(100, 50 * 1024)],
  ['1 x 100 B', batchOf(1, 100)],
];

const folder = mkdtempSync(join(tmpdir(), 'kcl-ts-bench-'));
try {
  const children = (await childrenIn(folder)).filter(({ name }) => !wanted || wanted.includes(name));
  for (const [label, batch] of batches) {
    const runs = new Map(children.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const child of children) runs.get(child.name).push(await feed(child, batch, seconds));
    }
    print(label, runs);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(label, runs) {
  console.log(`\n${label}`);
  console.log(
    'child          records/s  of aws-kcl  of bare   CPU s/100k  of aws-kcl   peak MB  first answer ms',
  );
  for (const [name, results] of runs) {
    const figure = (key) => median(results.map((result) => result[key]));
    const ratio = (key, to) => {
      const others = runs.get(to);
      return others ? median(results.map((result, i) => result[key] / others[i][key])).toFixed(2) : '';
    };
    console.log(
      [
        name.padEnd(13),
        Math.round(figure('rate')).toLocaleString('en').padStart(10),
        ratio('rate', 'aws-kcl').padStart(11),
        ratio('rate', 'bare').padStart(8),
        figure('cpu').toFixed(3).padStart(12),
        ratio('cpu', 'aws-kcl').padStart(11),
        figure('peak').toFixed(0).padStart(9),
        (figure('firstAnswer') * 1000).toFixed(0).padStart(16),
      ].join(' '),
    );
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
