import { describe, expect, it } from 'vitest';
import { createFrames, enter, leave } from '../../../src/ui/screen/screen.js';
import { emulateTerminal } from '../../support/emulated-terminal.js';

const columns = 12;

/** A terminal that shows what was on it before, and frames for it. */
async function taken() {
  const terminal = emulateTerminal(columns, 4);
  await terminal.write('$ kcl-ts run\r\n');
  await terminal.write(enter);
  const frames = createFrames();
  const draw = async (...lines: string[]): Promise<string> => {
    const text = frames.next(lines);
    await terminal.write(text);
    return text;
  };
  return { terminal, frames, draw };
}

describe('frames on a terminal', () => {
  it('show their lines, one under the other, however the last frame was', async () => {
    const { terminal, draw } = await taken();
    for (const lines of [
      ['one', 'two', 'three'],
      ['one', '2', 'three'],
      ['one'],
      ['a line of 12', '日本語日本語', 'x', 'the last row'],
      ['a line of ab', '日本', '', 'the last row'],
      ['', '', 'here'],
    ]) {
      await draw(...lines);
      expect(terminal.screen()).toBe(lines.join('\n').trimEnd());
    }
  });

  it('write what has changed, and nothing if nothing has', async () => {
    const { draw } = await taken();
    await draw('one', 'two', 'three');
    const text = await draw('one', 'TWO', 'three');
    expect(text).toContain('TWO');
    expect(text).not.toMatch(/one|three/);
    expect(await draw('one', 'TWO', 'three')).toBe('');
  });

  it('are whole again once something else was shown', async () => {
    const { terminal, frames, draw } = await taken();
    await draw('one', 'two');
    await terminal.write('\u001b[1;1Hrubbish\r\n\r\nmore of it');
    frames.forget();
    await draw('one', 'two');
    expect(terminal.screen()).toBe('one\ntwo');
  });

  it('leave the terminal as it was', async () => {
    const { terminal, draw } = await taken();
    await draw('one', '\u001b[31mtwo');
    expect({ taken: terminal.isTaken(), cursor: terminal.hasCursor() }).toEqual({
      taken: true,
      cursor: false,
    });
    await terminal.write(leave);
    expect(terminal.screen()).toBe('$ kcl-ts run');
    expect(terminal.isTaken()).toBe(false);
    expect(terminal.hasCursor()).toBe(true);
    expect(terminal.wraps()).toBe(true);
  });
});
