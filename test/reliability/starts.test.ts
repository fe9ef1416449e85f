import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full, seed } from './lengths.js';
import { killStarts } from './starts/scenario.js';

const starts = full ? 100 : 10;

describe('a worker that is killed at whatever moment of its start', () => {
  it('leaves no process, no file and no lock behind', async () => {
    const killed = await killStarts(starts, seed);
    expect(killed.flatMap(({ left }) => left)).toEqual([]);
    const count = (which: (kill: (typeof killed)[number]) => boolean): number => killed.filter(which).length;
    printFigures('Starts', {
      seed: String(seed),
      'starts killed': `${killed.length} (SIGTERM ${count(({ signal }) => signal === 'SIGTERM')}, SIGKILL ${count(({ signal }) => signal === 'SIGKILL')})`,
      'before java ran': count(({ moment }) => moment === 'before java'),
      'while java ran and no processor yet': count(({ moment }) => moment === 'before the processors'),
      'while processors ran': count(({ moment }) => moment === 'with processors'),
      'processes, files and locks left': 0,
      'until all was gone, seconds, at most': (
        Math.max(...killed.map(({ goneMs }) => goneMs)) / 1000
      ).toFixed(1),
    });
  }, 3_600_000);
});
