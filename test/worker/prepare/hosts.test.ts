import { describe, expect, it } from 'vitest';
import { defaultChildOptions } from '../../../src/child/options.js';
import type { Context } from '../../../src/context.js';
import { createRunFolder } from '../../../src/daemon/run-folder.js';
import { prepareHosts } from '../../../src/worker/prepare/hosts.js';
import { realContext } from '../../support/real-context.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

async function prepare(changed: Partial<Context>, kind: 'fifo' | 'stderr' = 'fifo') {
  const warnings: string[] = [];
  const context = realContext();
  const reporter = { ...context.reporter, warn: (message: string) => void warnings.push(message) };
  const folder = await createRunFolder(await temporaryFolder());
  const prepared = await prepareHosts(
    {
      most: 2,
      node: process.execPath,
      entry: { path: '/processor.mjs', format: 'module' },
      hooks: '/hooks.cjs',
      options: defaultChildOptions,
      reports: kind === 'fifo' ? { kind, path: '/reports', stopPath: '/stop' } : { kind, secret: 'secret' },
    },
    folder,
    { ...context, ...changed, reporter },
  );
  return { prepared, warnings };
}

const said = [
  'there are no named pipes here, which --processes and --watch need: each shard has a process of its own',
];

describe('processes that are to serve several shards', () => {
  it('are prepared without a word where there are named pipes', async () => {
    const { prepared, warnings } = await prepare({});
    expect(prepared?.hosts.most).toBe(2);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['on Windows', { platform: 'win32' }, 'fifo'],
    ['without the program mkfifo', { env: { PATH: '/nowhere' } }, 'fifo'],
    ['where the reports cannot have a named pipe', {}, 'stderr'],
  ] as const)('are given up %s, which is said', async (_, changed, kind) => {
    expect(await prepare(changed, kind)).toEqual({ prepared: undefined, warnings: said });
  });
});
