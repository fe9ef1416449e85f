import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { sampleMemory, type MemoryLength, type Sample } from './memory/scenario.js';
import type { Memory } from './memory/sample.js';
import { slopeOf, type Slope } from './memory/slope.js';

const length: MemoryLength = { forMs: 45 * 60_000, sampleEveryMs: 10_000, perSecond: 200, bytes: 512 };
/** So long does the JVM's compiler find code that it has not compiled yet, which is growth that ends. */
const WARM_UP_MINUTES = 15;
/**
 * More than this, by more than two standard errors, is growth: 144 MB a day. Of the resident memory only: what is
 * shared counts for more in the proportional memory whenever another process on the machine has ended.
 */
const BOUND_KB_PER_MINUTE = 100;

// There is no short form: what grows slowly cannot be told from noise in a minute.
describe.runIf(full)('a worker with four shards under steady load for half an hour and a warm-up', () => {
  it(`has no process that grows by more than ${BOUND_KB_PER_MINUTE} KB a minute`, async () => {
    const samples = await sampleMemory(length);
    const slopes = [...samples].map(([name, all]) => {
      const warm = all.filter(({ minutes }) => minutes >= WARM_UP_MINUTES);
      return {
        name,
        ends: { resident: ends(warm, 'resident'), proportional: ends(warm, 'proportional') },
        proportional: slopeOf(warm.map(({ minutes, proportional }) => [minutes, proportional])),
        resident: slopeOf(warm.map(({ minutes, resident }) => [minutes, resident])),
      };
    });
    printFigures(
      'Memory: resident and proportional, MB after the warm-up → MB at the end, KB a minute ± standard error',
      Object.fromEntries(
        slopes.map(({ name, ends, proportional, resident }) => [
          name,
          `${ends.resident} MB, ${describeSlope(resident)} KB; ${ends.proportional} MB, ${describeSlope(proportional)} KB`,
        ]),
      ),
    );
    expect(slopes.filter(({ resident }) => grows(resident))).toEqual([]);
  }, 3_600_000);
});

function grows({ slope, standardError }: Slope): boolean {
  return slope - 2 * standardError > BOUND_KB_PER_MINUTE;
}

function ends(samples: readonly Sample[], kind: keyof Memory): string {
  const megabytes = (sample: Sample | undefined): string => ((sample?.[kind] ?? 0) / 1024).toFixed(1);
  return `${megabytes(samples.at(0))} → ${megabytes(samples.at(-1))}`;
}

function describeSlope({ slope, standardError }: Slope): string {
  return `${slope.toFixed(1)} ± ${standardError.toFixed(1)}`;
}
