import { describe, expect, it } from 'vitest';
import { loadProcessor, notAProcessor, toProcessor } from '../../src/child/load-processor.js';

const shard = { shardId: 'shardId-000000000000' };
const processRecords = (): void => undefined;

class Words {
  readonly shard: unknown;

  constructor(of: unknown) {
    this.shard = of;
  }

  processRecords(): void {
    return undefined;
  }
}

class WithField {
  readonly processRecords = processRecords;
}

class Heir extends WithField {}

describe('a processor', () => {
  it('may be a class: each shard has an instance, which is told of its shard', async () => {
    const { shape, create } = toProcessor(Words);
    const [first, second] = [await create(shard), await create(shard)];
    expect(shape).toBe('class');
    expect(first).toBeInstanceOf(Words);
    expect(first).toMatchObject({ shard });
    expect(first).not.toBe(second);
  });

  it('may be a class whose processRecords is a field, also one that it inherits', async () => {
    expect(await toProcessor(WithField).create(shard)).toBeInstanceOf(WithField);
    expect(await toProcessor(Heir).create(shard)).toBeInstanceOf(Heir);
  });

  it('may be an object, which all shards of the process share', async () => {
    const processor = { processRecords };
    const { shape, create } = toProcessor(processor);
    expect(shape).toBe('object');
    expect(await create(shard)).toBe(processor);
  });

  it.each([
    ['a function', (of: unknown) => ({ processRecords, of })],
    ['an async function', async (of: unknown) => Promise.resolve({ processRecords, of })],
  ])('may be made by %s, which is told of the shard', async (_, factory) => {
    const { shape, create } = toProcessor(factory);
    expect(shape).toBe('factory');
    expect(await create(shard)).toMatchObject({ of: shard });
  });

  it('is the default export, also of a CommonJS module that was compiled from one', async () => {
    const processor = { processRecords };
    expect(await loadProcessor({ default: processor }).create(shard)).toBe(processor);
    const compiled = { default: { __esModule: true, default: processor } };
    expect(await loadProcessor(compiled).create(shard)).toBe(processor);
  });
});

describe('what is no processor is refused with what was found:', () => {
  it.each([
    [{}, 'no export at all'],
    [{ a: 1, b: 2 }, 'only exports named a, b'],
    [{ default: null }, 'null'],
    [{ default: 'text' }, "the string 'text'"],
    [{ default: {} }, 'an object with nothing in it'],
    [{ default: { processRecord: processRecords } }, 'an object with processRecord'],
    [{ default: { processRecords: 5 } }, 'an object with processRecords'],
    [
      {
        default: new (class Wrong {
          handle() {
            return 1;
          }
        })(),
      },
      'an instance of Wrong with handle',
    ],
  ])('%o', (exports, got) => {
    expect(() => loadProcessor(exports)).toThrow(
      expect.objectContaining({
        name: notAProcessor,
        message: `expected a default export with processRecords, got ${got}`,
      }) as Error,
    );
  });

  it('a class without processRecords', () => {
    class Wrong {
      handle(): void {
        return undefined;
      }
    }
    expect(() => toProcessor(Wrong)).toThrow(
      'expected a class with processRecords, got a class Wrong with handle',
    );
  });

  it('what a function makes, when it has made it', async () => {
    const { create } = toProcessor(() => ({ handle: processRecords }) as never);
    await expect(create(shard)).rejects.toThrow('got an object with handle');
  });
});
