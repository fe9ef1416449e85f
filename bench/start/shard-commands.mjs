import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = 40;

/** Calls back with the folders of two projects, in TypeScript and as tsc compiles them, and removes them in the end. */
export async function withProjects(run) {
  const root = mkdtempSync(join(tmpdir(), 'bench-shard-'));
  try {
    return await run({
      'one file': layOut(join(root, 'one'), 0),
      [`${modules} files`]: layOut(join(root, 'many'), modules),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function layOut(folder, count) {
  mkdirSync(join(folder, 'lib'), { recursive: true });
  const names = Array.from({ length: count }, (_, at) => `part${at}`);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2022', types: [] } }),
  );
  for (const name of names) {
    const lines = Array.from(
      { length: 40 },
      (_, at) => `export function f${at}(a: number): number { return a + ${at}; }`,
    );
    writeFileSync(
      join(folder, 'lib', `${name}.ts`),
      `export const name: string = '${name}';\n${lines.join('\n')}\n`,
    );
  }
  writeFileSync(
    join(folder, 'processor.ts'),
    `${names.map((name) => `import * as ${name} from './lib/${name}.js';`).join('\n')}
export default { initialize(): void { ${names.map((name) => `${name}.f1(1);`).join(' ')} }, processRecords(): void {} };\n`,
  );
  const compiled = `${folder}-compiled`;
  cpSync(folder, compiled, { recursive: true });
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  execFileSync(process.execPath, [tsc, '-p', compiled], { stdio: 'inherit' });
  return { folder, compiled };
}

/** A java that notes what the daemon would start for each shard, and stays: with it, what kcl-ts has compiled stays. */
const fakeJava = `#!/bin/sh
if [ "$1" = -version ]; then echo 'openjdk version "17.0.0"' >&2; exit 0; fi
exec "$BENCH_NODE" -e '
  const { readFileSync, writeFileSync, renameSync } = require("fs");
  const file = process.argv.find((argument) => argument.endsWith(".properties"));
  const executableName = /^executableName *[=:] *(.*)$/m.exec(readFileSync(file, "utf8"))[1].replace(/\\\\\\\\(.)/g, "$1");
  writeFileSync(process.env.BENCH_NOTE + ".part", JSON.stringify({ executableName, env: process.env }));
  renameSync(process.env.BENCH_NOTE + ".part", process.env.BENCH_NOTE);
  setInterval(() => undefined, 1000);' -- "$@"
`;

/** What a build of kcl-ts has the daemon start for each shard of a project's processor. It is there until \`end\`. */
export async function heldCommand(build, folder) {
  const java = mkdtempSync(join(tmpdir(), 'bench-java-'));
  const note = join(java, 'note.json');
  mkdirSync(join(java, 'bin'));
  writeFileSync(join(java, 'release'), 'JAVA_VERSION="17.0.0"\n');
  writeFileSync(join(java, 'bin', 'java'), fakeJava);
  chmodSync(join(java, 'bin', 'java'), 0o755);
  const args = [
    'run',
    'processor.ts',
    '--stream',
    's',
    '--app',
    'App',
    '--region',
    'us-east-1',
    '--java',
    java,
  ];
  const worker = spawn(process.execPath, [join(build, 'bin', 'kcl-ts.js'), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      CI: '1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      BENCH_NOTE: note,
      BENCH_NODE: process.execPath,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  worker.stderr.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  const closed = once(worker, 'close');
  const noted = new Promise((resolve) => {
    const watcher = watch(java, () => {
      if (!existsSync(note)) return;
      watcher.close();
      resolve();
    });
  });
  await Promise.race([noted, closed.then(() => Promise.reject(new Error(`kcl-ts ended:\n${said}`)))]);
  const { executableName, env } = JSON.parse(readFileSync(note, 'utf8'));
  const [program, ...rest] = executableName.split(' ');
  return {
    command: { program, args: rest, env },
    async end() {
      worker.kill('SIGTERM');
      worker.kill('SIGTERM');
      await closed;
      rmSync(java, { recursive: true, force: true });
    },
  };
}
