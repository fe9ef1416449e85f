// The programs that are compared, all with the same processor: it decodes every record and counts the bytes.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = process.env.KCL_TS_BENCH_DIST ?? here('../../dist');

export async function childrenIn(folder) {
  return [
    { name: 'aws-kcl', command: [process.execPath, here('children/aws-kcl.cjs')] },
    {
      name: 'amazon_kclpy',
      command: ['python3', here('children/kclpy_app.py')],
      env: { PYTHONPATH: kclpy(folder) },
    },
    { name: 'bare', command: [process.execPath, here('children/bare.mjs')] },
    { name: 'kcl-ts', ...(await kclTs(folder)) },
  ];
}

async function kclTs(folder) {
  const { compileProcessor } = await import(join(dist, 'compile/compile-processor.js'));
  const { childCommand } = await import(join(dist, 'child/command.js'));
  const { entry, hooks } = await compileProcessor({ file: here('children/processor.ts'), outDir: folder });
  const options = { onError: 'fail', deliverEmptyBatches: false, reportProgress: false };
  const { executableName, env } = childCommand({
    node: process.execPath,
    entry,
    hooks,
    options,
    reports: { kind: 'stderr', secret: 'bench' },
    platform: process.platform,
  });
  return { command: executableName.split(/ +/), env };
}

/** The package has no wheel, and building one wants the daemon's jars: its source is enough. */
function kclpy(folder) {
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'amazon_kclpy==3.2.0'];
  execFileSync('python3', pip, { stdio: ['ignore', 'ignore', 'inherit'] });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  return join(folder, archive.replace(/\.tar\.gz$/, ''));
}
