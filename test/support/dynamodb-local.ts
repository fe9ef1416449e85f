import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { jarSettings } from '../../src/cli/flags/jars.js';
import { findJava } from '../../src/daemon/find-java.js';
import { withResolver } from '../../src/maven/lock/resolver-session.js';
import { inCache, realContext } from './real-context.js';

const coordinates = { group: 'software.amazon.dynamodb', artifact: 'DynamoDBLocal', version: '3.3.1' };

export interface DynamodbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Amazon's own DynamoDB Local, on 127.0.0.1, in memory. Its jars are fetched once, into the cache of kcl-ts. */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  const { path: java } = await findJava(undefined, realContext());
  const jars = await classPath(java);
  const program = fileURLToPath(new URL('LoopbackDynamoDb.java', import.meta.url));
  const server = spawn(java, ['-cp', jars.join(delimiter), program], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(server, 'close');
  const port = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      const found = /^port (\d+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(() => reject(new Error('DynamoDB Local ended')), reject);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** Resolved once; its list is written when all of it is there. */
async function classPath(java: string): Promise<string[]> {
  const list = inCache('tests', `${coordinates.artifact}-${coordinates.version}.json`);
  const known = await readFile(list, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    () => [],
  );
  const there = await Promise.all(
    known.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (known.length > 0 && there.every(Boolean)) return known;
  const context = realContext();
  const settings = jarSettings({}, context);
  const jars = await withResolver(
    {
      settings,
      java: { path: java, options: [], env: process.env },
      localRepository: inCache('resolver'),
    },
    context,
    ({ resolver }) => resolver.resolve({ roots: [coordinates], managed: [], excluded: [] }),
  );
  const files = jars.map(({ file }) => file);
  await mkdir(dirname(list), { recursive: true });
  await writeFile(`${list}.${process.pid}`, JSON.stringify(files));
  await rename(`${list}.${process.pid}`, list);
  return files;
}
