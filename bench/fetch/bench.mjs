// A cold fetch of the daemon's jars by kcl-ts, by Maven's resolver (the closure as published) and by the bootstrap of the
// official Node client, each from the same mirror on this machine, which waits 50 ms before each answer.
//
//   npm run build && node bench/fetch/bench.mjs [rounds]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../dist/maven/cache/cache-folder.js';
import { ensureVerified } from '../../dist/maven/fetch/ensure-jars.js';
import { mavenCentral } from '../../dist/maven/repository.js';
import { daemonArtifact, defaultKclVersion, resolverTool } from '../../dist/maven/lock/selection.js';
import { silentReporter } from '../../dist/ui/reporter.js';
import { passphrase, startMirror } from './mirror.mjs';

const rounds = Number(process.argv[2] ?? 3);
const DELAY_MILLIS = 50;
const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, '..', '..', 'bin', 'kcl-ts.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-fetch-'));
mkdirSync(join(folder, 'mirror'));
const mirror = await startMirror(join(folder, 'mirror'), DELAY_MILLIS);
const trust = { NODE_EXTRA_CA_CERTS: mirror.tls.certificate };

const contenders = {
  'kcl-ts fetch-jars': (target) =>
    run(process.execPath, [cli, 'fetch-jars', '--quiet', '--maven-repo', mirror.url], {
      ...trust,
      KCL_TS_CACHE: target,
      // no ~/.m2 to take jars from
      HOME: target,
    }),
  "Maven's resolver, as published": async (target) =>
    run('java', [
      `-Djavax.net.ssl.trustStore=${mirror.tls.store}`,
      `-Djavax.net.ssl.trustStorePassword=${passphrase}`,
      `-Dmaven.repo.local=${target}`,
      '-jar',
      await toolbox(),
      'classpath',
      `${daemonArtifact}:${defaultKclVersion}`,
      '--settings',
      settings(target),
    ]),
  "aws-kcl's bootstrap": (target) =>
    run(
      process.execPath,
      [
        '--require',
        join(here, 'to-mirror.cjs'),
        createRequire(import.meta.url).resolve('aws-kcl/bin/kcl-bootstrap'),
        ...['--properties', properties(), '--java', process.execPath, '--jar-path', target],
      ],
      { ...trust, BENCH_MIRROR_PORT: String(mirror.port) },
    ),
};

try {
  console.log(
    `${'cold fetch'.padEnd(32)} jars+POMs MB  requests  connections  seconds (median of ${rounds})`,
  );
  for (const [name, fetchInto] of Object.entries(contenders)) {
    const times = [];
    let counted;
    // The first round fills the mirror and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const target = join(folder, 'target');
      mkdirSync(target);
      mirror.take();
      const start = performance.now();
      await fetchInto(target);
      if (round > 0) times.push((performance.now() - start) / 1000);
      counted = mirror.take();
      rmSync(target, { recursive: true });
    }
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    console.log(
      name.padEnd(32),
      (counted.bytes / 1e6).toFixed(1).padStart(12),
      String(counted.requests).padStart(9),
      String(counted.connections).padStart(12),
      median.toFixed(2).padStart(8),
    );
  }
} finally {
  await mirror.close();
  rmSync(folder, { recursive: true, force: true });
}

function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    );
  });
}

/** The jar of `kcl-ts lock`, from the user's cache. */
async function toolbox() {
  const context = { env: process.env, cwd: process.cwd(), homedir: homedir(), platform: process.platform };
  const [jar] = await ensureVerified(
    [resolverTool],
    {
      lockFile: '',
      store: { folder: join(cacheFolder(context), 'jars'), layout: 'maven' },
      repositories: [mavenCentral],
      offline: false,
      jobs: 1,
    },
    { ...context, reporter: silentReporter, signal: new AbortController().signal },
  );
  return jar;
}

function settings(target) {
  const file = join(target, 'settings.xml');
  writeFileSync(
    file,
    `<settings><mirrors><mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>${mirror.url}</url></mirror></mirrors></settings>`,
  );
  return file;
}

function properties() {
  const file = join(folder, 'sample.properties');
  writeFileSync(file, 'streamName = words\n');
  return file;
}
