// The daemon's end of one shard: two named pipes, and the program that it starts for the shard.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** @param {{ executableName: string, env: Record<string, string>, folder: string, shardId: string }} program */
export async function startShard({ executableName, env, folder, shardId }) {
  const [input, output] = ['in', 'out'].map((end) => join(folder, `${shardId}.${end}`));
  execFileSync('mkfifo', [input, output]);
  // Java gives its children pipes, which are no sockets as node's are. It splits the command at blanks.
  const child = spawn('/bin/sh', ['-c', 'exec "$@" <"$IN" >"$OUT"', 'sh', ...executableName.split(' ')], {
    env: { ...process.env, ...env, IN: input, OUT: output },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const closed = once(child, 'close');
  const answers = new Answers(
    new Socket({ fd: openSync(output, constants.O_RDONLY | constants.O_NONBLOCK) }),
  );
  // The shell opens it for reading before anything else.
  const toChild = new Socket({ fd: openSync(input, 'w'), writable: true, readable: false });
  toChild.on('error', () => undefined);
  rmSync(input);
  const shard = {
    shardId,
    pid: child.pid,
    /** Resolves to the answer of a line. */
    call(line) {
      toChild.write(line);
      return answers.next();
    },
    /** Resolves to what its program wrote on stderr. */
    async end() {
      await shard.call(message({ action: 'leaseLost' }));
      toChild.end();
      const [code] = await closed;
      if (code !== 0) throw new Error(`${executableName} ended with ${code}: ${said}`);
      return said;
    },
    kill: () => child.kill('SIGKILL'),
  };
  void closed.then(([code]) => answers.fail(new Error(`${executableName} ended with ${code}: ${said}`)));
  const first = { action: 'initialize', shardId, sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 };
  await shard.call(message(first));
  rmSync(output);
  return shard;
}

function message(value) {
  return `${JSON.stringify(value)}\n`;
}

class Answers {
  #waiting = [];
  #failure;

  constructor(stream) {
    stream.on('error', () => undefined);
    createInterface({ input: stream }).on('line', (line) => {
      // aws-kcl writes an empty one before each message.
      if (line.trim() !== '') this.#waiting.shift()?.resolve(line);
    });
  }

  next() {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  fail(error) {
    this.#failure = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
