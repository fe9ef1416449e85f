// Runs the word count on the embedded Kinesis and DynamoDB and prints what its four shards counted together.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'word-count-'));
try {
  const { status, signal } = spawnSync(
    process.execPath,
    [
      here('../../bin/kcl-ts.js'),
      'run',
      here('./processor.ts'),
      ...['--stream', 'words', '--app', 'WordCount', '--local', '--shards', '4'],
      ...['--records', here('./opticks.txt'), '--until-caught-up'],
    ],
    { stdio: 'inherit', env: { ...process.env, WORD_COUNTS: folder } },
  );
  if (status !== 0) {
    console.error(`kcl-ts ended with ${signal ?? `exit code ${status}`}`);
    process.exitCode = status ?? 1;
  } else {
    print(total(folder));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function total(directory) {
  const counts = new Map();
  for (const file of readdirSync(directory)) {
    for (const [word, count] of Object.entries(JSON.parse(readFileSync(join(directory, file), 'utf8')))) {
      counts.set(word, (counts.get(word) ?? 0) + count);
    }
  }
  return counts;
}

function print(counts) {
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const words = sorted.reduce((sum, [, count]) => sum + count, 0);
  for (const [word, count] of sorted.slice(0, 12)) console.log(`${String(count).padStart(6)}  ${word}`);
  console.log(`${words} words, ${sorted.length} different`);
}
