import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));

/** Calls back with a folder that holds a `processor.ts`, and removes it in the end. */
export async function withProcessor(run) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    writeFileSync(
      join(folder, 'processor.ts'),
      'export default { processRecords() { console.log("first record " + Date.now()); } };\n',
    );
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const names = ['--stream', 'words', '--app', 'App', '--local'];

/** Runs until the class archive is there that a run makes in its background; resolves with the seconds from the command. */
export async function withArchiveMade(folder, { flags = [], env = {} }, isThere) {
  const start = Date.now();
  const worker = spawn(process.execPath, [cli, 'run', 'processor.ts', ...names, ...flags], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const ended = once(worker, 'close');
  while (!isThere()) {
    if (worker.exitCode !== null) throw new Error('the run ended before it had made the archive');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const took = (Date.now() - start) / 1000;
  worker.kill('SIGINT');
  await ended;
  return took;
}

/** Seconds from the command to the first record in a processor. */
export async function firstRecord(folder, { flags = [], env = {} } = {}) {
  const start = Date.now();
  const worker = spawn(
    process.execPath,
    [cli, 'run', 'processor.ts', ...names, '--until-caught-up', ...flags],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  );
  let stderr = '';
  worker.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  const [code] = await once(worker, 'close');
  const first = /first record (\d+)/.exec(stderr)?.[1];
  if (code !== 0 || first === undefined) throw new Error(`kcl-ts ended with ${code}:\n${stderr}`);
  return (Number(first) - start) / 1000;
}
