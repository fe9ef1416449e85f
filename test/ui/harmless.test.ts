import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, oneLine } from '../../src/ui/harmless.js';

const escape = '\u001b';
const colours = new RegExp(`${escape}\\[[\\d;:]*m`, 'g');
const acting = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

describe('text for a terminal', () => {
  it.each([
    ['clears the screen', '\x1b[2J\x1b[H', '\\x1b[2J\\x1b[H'],
    ['sets the title', '\x1b]0;pwned\x07', '\\x1b]0;pwned\\x07'],
    ['writes the clipboard (OSC 52)', '\x1b]52;c;cm0gLXJm\x1b\\', '\\x1b]52;c;cm0gLXJm\\x1b\\'],
    ['is a link to elsewhere (OSC 8)', '\x1b]8;;http://x\x07text', '\\x1b]8;;http://x\\x07text'],
    ['turns bracketed paste on', '\x1b[?2004h', '\\x1b[?2004h'],
    ['asks the terminal to answer as if someone typed', '\x1b[6n\x05', '\\x1b[6n\\x05'],
    ['changes what keys send (xterm)', '\x1b[>4;1m', '\\x1b[>4;1m'],
    ['uses the C1 form', '\x9b2J\x9d0;x\x9c\x90q', '\\x9b2J\\x9d0;x\\x9c\\x90q'],
    ['overwrites its line', 'safe\rrm -rf', 'safe\\x0drm -rf'],
    ['goes back and deletes', 'abc\b\b\x7f', 'abc\\x08\\x08\\x7f'],
    ['begins another line', 'a\x0bb\fc\x85d\u2028e\u2029f', 'a\\x0bb\\x0cc\\x85d\\u2028e\\u2029f'],
    ['turns the direction of text', '\u202egpj.\u2066x\u2069', '\\u202egpj.\\u2066x\\u2069'],
    ['switches the character set', '\x0e\x1b(0', '\\x0e\\x1b(0'],
    ['holds NUL', 'a\0b', 'a\\x00b'],
    ['ends in the middle of a sequence', '\x1b[31', '\\x1b[31'],
  ])('that %s is shown instead', (_, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it('keeps its colours, which end with the line', () => {
    expect(harmless('\x1b[31mred\n\x1b[1;38:5:4mblue')).toBe('\x1b[31mred\x1b[0m\n\x1b[1;38:5:4mblue\x1b[0m');
  });

  it('is left alone where nothing acts', () => {
    const text = 'Æ שלום 😀👩‍👩‍👧 a\tb\nC:\\x';
    expect(harmless(text)).toBe(text);
  });

  it('never holds anything else that acts, whatever it is made of', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\x1b', '\x1b[', '[', ';', 'm', '31', '\x9b', '\n', '\r', '\u2028', '\u202e'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const shown = harmless(pieces.join(''));
        expect(shown.replace(colours, '').replace(/[\n\t]/g, '')).not.toMatch(acting);
        for (const line of shown.split('\n')) {
          const last = line.match(colours)?.at(-1);
          expect(last ?? '\x1b[0m').toBe('\x1b[0m');
        }
      }),
    );
  });
});

describe('text for a cell of a table', () => {
  it('is one line without any colour', () => {
    expect(oneLine('a\n\x1b[31mshardId-9\tb\u2028')).toBe('a\\n\\x1b[31mshardId-9\\tb\\u2028');
  });
});
