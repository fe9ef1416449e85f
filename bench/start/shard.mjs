// The start of a shard's process, from its command to its answer to the daemon's first message, for a processor of one
// file and for one of forty. Beside it, in turn, a bare node that loads the same processor in JavaScript and answers, and
// another build of kcl-ts where one is given; then four at once.
//
//   node bench/start/shard.mjs [rounds] [folder of another build]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './report.mjs';
import { heldCommand, withProjects } from './shard-commands.mjs';

const [rounds = '21', other] = process.argv.slice(2);
const bare = fileURLToPath(new URL('bare-child.mjs', import.meta.url));
const together = 4;

await withProjects(async (projects) => {
  for (const [name, { folder, compiled }] of Object.entries(projects)) {
    const held = {
      'this build': await heldCommand(fileURLToPath(new URL('../..', import.meta.url)), folder),
    };
    if (other !== undefined) held['the other build'] = await heldCommand(other, folder);
    const commands = {
      'bare node': {
        program: process.execPath,
        args: [bare, join(compiled, 'processor.js')],
        env: process.env,
      },
      ...Object.fromEntries(Object.entries(held).map(([build, { command }]) => [build, command])),
    };
    for (const count of [1, together]) {
      console.log(`\na processor of ${name}, ${count === 1 ? 'one process' : `${count} processes at once`}`);
      await compare(commands, folder, count);
    }
    for (const { end } of Object.values(held)) await end();
  }
});

async function compare(commands, folder, count) {
  const figures = Object.fromEntries(Object.keys(commands).map((name) => [name, { ms: [], cpu: [] }]));
  for (let round = -1; round < Number(rounds); round++) {
    const names = Object.keys(commands);
    // each comes first as often as the others
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      const before = cpuMilliseconds();
      const start = performance.now();
      const children = Array.from({ length: count }, () => answered(commands[name], folder));
      await Promise.all(children.map(({ answer }) => answer));
      const took = performance.now() - start;
      for (const { end } of children) await end();
      // the first round warms the caches of the machine
      if (round < 0) continue;
      figures[name].ms.push(took);
      figures[name].cpu.push((cpuMilliseconds() - before) / count);
    }
  }
  for (const [name, { ms, cpu }] of Object.entries(figures)) {
    report(name, ms, 'ms');
    if (existsSync('/proc/self/stat')) report('  processor time of each, to its end', cpu, 'ms');
    if (name === 'bare node') continue;
    for (const [than, { ms: others }] of Object.entries(figures)) {
      if (than === name || than === 'this build') continue;
      report(
        `  ratio to ${than}, of each pair`,
        ms.map((figure, at) => figure / others[at]),
        '',
      );
    }
  }
}

function answered({ program, args, env }, cwd) {
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  child.stdin.write(
    `${JSON.stringify({ action: 'initialize', shardId: 'shardId-000000000000', sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 })}\n`,
  );
  return {
    answer: Promise.race([
      once(child.stdout, 'data'),
      closed.then(([code]) => Promise.reject(new Error(`it ended with ${code} before it answered`))),
    ]),
    async end() {
      child.stdin.end();
      await closed;
    },
  };
}

/** Of all processes that this one started and that have ended (proc(5), in ticks of 10 ms). */
function cpuMilliseconds() {
  if (!existsSync('/proc/self/stat')) return 0;
  const [user, system] = readFileSync('/proc/self/stat', 'utf8').split(' ').slice(15, 17);
  return (Number(user) + Number(system)) * 10;
}
