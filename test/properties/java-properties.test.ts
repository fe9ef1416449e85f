import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProperties } from '../../src/properties/read/decode.js';
import { encodeProperties } from '../../src/properties/write/encode.js';
import { runJava, toBase64 } from './support/java-program.js';

/** Strings of UTF-16 units of every kind: controls, half surrogates, what means something in the format. */
const unit = fc.oneof(
  fc.constantFrom(
    ...'\u0000\t\n\u000b\f\r\u001f !"#=:\\\u007f\u0080\u0085\u00a0\u00ff\u0100\u2028\ud83d\ude00\ufeff\uffff'.split(
      '',
    ),
  ),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom('\u{1f600}', 'größe', '漢字', '\\u0041', '\\\n', '  '),
);
const text = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));

/** Files of the signs that the format gives a meaning to, most of them not what kcl-ts would write. */
const file = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'\n\r\t\f =:#!\\abcu0'.split('')),
      fc.constantFrom(
        '\\\n',
        '\\\r\n',
        '\\u0041',
        '\\u00e9',
        '\r\n',
        'key',
        'key=value\n',
        'ü',
        '\ufeff',
        '\\',
      ),
      fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

describe('a properties file', () => {
  it('written by kcl-ts is read back by java.util.Properties as it was', async () => {
    const maps = fc
      .sample(fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, maxLength: 8 }), 2000)
      .map((entries) => new Map(entries));
    const read = await load(maps.map((map) => Buffer.from(encodeProperties(map), 'latin1')));
    for (const [index, map] of maps.entries()) expect(read[index]).toEqual(sorted(map));
  });

  it('is pure ASCII when kcl-ts writes it', () => {
    fc.assert(
      fc.property(text, text, (key, value) =>
        /^[\x20-\x7e\n]*$/.test(encodeProperties(new Map([[key, value]]))),
      ),
    );
  });

  it('is read by kcl-ts as java.util.Properties reads it', async () => {
    const files = fc.sample(file, { numRuns: 5000, seed: 20261123 });
    const read = await load(files);
    for (const [index, bytes] of files.entries()) {
      expect({ file: bytes.toString('latin1'), read: ownReading(bytes) }).toEqual({
        file: bytes.toString('latin1'),
        read: read[index],
      });
    }
  });
});

type Entries = readonly (readonly [string, string])[];

async function load(files: readonly Uint8Array[]): Promise<(Entries | 'threw')[]> {
  const lines = await runJava(
    'LoadProperties',
    [],
    files.map((bytes) => toBase64(bytes)),
  );
  expect(lines).toHaveLength(files.length);
  return lines.map((line) => {
    const [outcome, ...words] = line.split(' ');
    if (outcome === 'threw') return 'threw';
    const texts = words.map((word) => Buffer.from(word.slice(1), 'base64').toString('utf16le'));
    const entries = texts.flatMap((key, at) => (at % 2 === 0 ? [[key, texts[at + 1] ?? ''] as const] : []));
    return sorted(new Map(entries));
  });
}

function ownReading(bytes: Uint8Array): Entries | 'threw' {
  try {
    return sorted(new Map(decodeProperties(bytes).map(({ key, value }) => [key, value])));
  } catch {
    return 'threw';
  }
}

function sorted(map: ReadonlyMap<string, string>): Entries {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
