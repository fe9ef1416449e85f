import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const example = fileURLToPath(new URL('processor.ts', import.meta.url));

describe('the README', () => {
  it('shows a processor that type-checks and handles records', async () => {
    const source = await readFile(example, 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${source}\`\`\``);
    const { exitCode, stdout, stderr } = await runCli(['simulate', example, '-'], {
      input: 'to be\nor not to be\n',
    });
    expect({ exitCode, printed: `${stdout}${stderr}`.includes('or not to be') }).toEqual({
      exitCode: 0,
      printed: true,
    });
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('lists every command', async () => {
    const { stdout } = await runCli(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name ?? '');
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands.filter((name) => name !== 'help'))
      expect(readme).toContain(`\`kcl-ts ${command}`);
  });
});
