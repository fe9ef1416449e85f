import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInTerminal, type TerminalProgram } from '../../support/terminal-program.js';

let folder: string;
let viewing: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test kcl-ts '));
  viewing = join(folder, 'viewing.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('fixtures/viewing.ts', import.meta.url))],
    outfile: viewing,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});

afterAll(() => rm(folder, { recursive: true }));

async function view(shards = 4): Promise<TerminalProgram> {
  const program = startInTerminal([process.execPath, viewing, String(shards)]);
  await program.shows(/^stream words.*\n\nSHARD.*\n(shardId-.*\n){4}[^]*before the view\nin the view/);
  return program;
}

async function expectRestored({ terminal, result }: TerminalProgram, exitCode: number): Promise<void> {
  expect(await result).toEqual({ exitCode, settings: 'kept' });
  expect({ taken: terminal.isTaken(), cursor: terminal.hasCursor(), wraps: terminal.wraps() }).toEqual({
    taken: false,
    cursor: true,
    wraps: true,
  });
}

describe('the terminal of a view', () => {
  it('asks to stop by Ctrl-C, and to kill by a second one, and is given back with the table and the end of the log', async () => {
    const program = await view();
    program.type('\u0003');
    await program.shows(/stopped by SIGINT/);
    expect(program.terminal.isTaken()).toBe(true);
    // one that comes sooner is the same request
    await new Promise((resolve) => setTimeout(resolve, 200));
    program.type('\u0003');
    await expectRestored(program, 9);
    expect(program.terminal.all()).toMatch(
      /^before the view\nstream words.*\nSHARD.*\n(shardId-.*\n){4}in the view\nstopped by SIGINT$/,
    );
  });

  it('asks to stop by q, and never to kill', async () => {
    const program = await view();
    program.type('q');
    await program.shows(/stopped by SIGINT/);
    program.type('q');
    program.type('\u001b[B');
    program.signal('SIGUSR2');
    await expectRestored(program, 1);
  });

  it('is given back before a crash is told', async () => {
    const program = await view();
    program.signal('SIGUSR2');
    await expectRestored(program, 1);
    expect(program.terminal.all()).toMatch(/shardId-0{11}3.*\nin the view\n[^]*Error: a crash\n/);
  });

  it('is given back while the program is suspended, and taken again', async () => {
    const program = await view();
    program.type('\u001a');
    await program.shows(/^before the view$/);
    program.goOn();
    await program.shows(/^stream words[^]*in the view/);
    expect(program.terminal.isTaken()).toBe(true);
    program.type('q');
    await program.shows(/stopped by SIGINT/);
  });

  it('is drawn anew when its size changes', async () => {
    const program = await view();
    program.resize(200, 12);
    await program.shows(/^stream words.*\n\nSHARD +STATE +OWNER[^]*in the view/);
    program.resize(50, 30);
    await program.shows(/^stream words.*\n\nSHARD +(?!STATE|OWNER)[^]*in the view/);
  });

  it('shows those of many shards that the keys ask for', async () => {
    const program = await view(256);
    await program.shows(/… 245 more \(↑ ↓ PgUp PgDn\)/);
    program.type('\u001b[B');
    await program.shows(/… 1 above, 244 more/);
    program.type('\u001b[6~');
    await program.shows(/… 13 above, 232 more/);
    program.type('\u001b[F');
    await program.shows(/… 245 above \(/);
    program.type('\u001b[H');
    await program.shows(/… 245 more \(/);
  });
});
