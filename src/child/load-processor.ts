import { inspect } from 'node:util';
import type { RecordProcessor, Shard } from '../processor/record-processor.js';

/** Makes the processor of one shard. */
export type CreateProcessor = (shard: Shard) => RecordProcessor | PromiseLike<RecordProcessor>;

export type ProcessorShape = 'class' | 'object' | 'factory';

export interface LoadedProcessor {
  readonly shape: ProcessorShape;
  readonly create: CreateProcessor;
}

/** The name of the error that says a value is no processor, as against one that loading it threw. */
export const notAProcessor = 'NotAProcessorError';

class NotAProcessorError extends TypeError {
  override readonly name = notAProcessor;
}

/**
 * Finds the processor in what a module exports.
 *
 * @throws NotAProcessorError if there is none, or it has no processRecords.
 */
export function loadProcessor(exports: object): LoadedProcessor {
  return toProcessor(defaultExport(exports));
}

/**
 * Tells apart what `ProcessorSource` allows.
 *
 * @throws NotAProcessorError if the value is nothing of it.
 */
export function toProcessor(source: unknown): LoadedProcessor {
  if (typeof source === 'function') {
    if (!isClass(source)) {
      const factory = source as (shard: Shard) => unknown;
      return { shape: 'factory', create: async (shard) => checked(await factory(shard)) };
    }
    if (!mentionsProcessRecords(source)) {
      throw new NotAProcessorError(`expected a class with processRecords, got ${describeClass(source)}`);
    }
    const Class = source as new (shard: Shard) => unknown;
    return { shape: 'class', create: (shard) => checked(new Class(shard)) };
  }
  const processor = checked(source);
  return { shape: 'object', create: () => processor };
}

/** A CommonJS module that was compiled from `export default` has its default one level down. */
function defaultExport(exports: object): unknown {
  const value: unknown = 'default' in exports ? exports.default : undefined;
  if (value === undefined) {
    const names = Object.keys(exports);
    const got = names.length === 0 ? 'no export at all' : `only exports named ${names.join(', ')}`;
    throw new NotAProcessorError(`expected a default export with processRecords, got ${got}`);
  }
  if (typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value) {
    return value.default;
  }
  return value;
}

function isClass(source: object): boolean {
  const prototype: unknown = 'prototype' in source ? source.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return 'processRecords' in prototype || Function.prototype.toString.call(source).startsWith('class');
}

/** A method shows on the prototype, a field only in the source, unless an instance is made. */
function mentionsProcessRecords(source: object): boolean {
  for (let type: unknown = source; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const prototype: unknown = type.prototype;
    if (typeof prototype === 'object' && prototype !== null && 'processRecords' in prototype) return true;
    if (Function.prototype.toString.call(type).includes('processRecords')) return true;
  }
  return false;
}

function checked(value: unknown): RecordProcessor {
  if (isProcessor(value)) return value;
  throw new NotAProcessorError(`expected a default export with processRecords, got ${describe(value)}`);
}

function isProcessor(value: unknown): value is RecordProcessor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'processRecords' in value &&
    typeof value.processRecords === 'function'
  );
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') {
    return value === undefined || value === null ? String(value) : `the ${typeof value} ${inspect(value)}`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const ofClass = typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype;
  const names = [...Object.keys(value), ...(ofClass ? methodsOf(prototype) : [])];
  return withMembers(ofClass ? `an instance of ${value.constructor.name}` : 'an object', names);
}

function describeClass(source: object): string {
  const prototype: unknown = 'prototype' in source ? source.prototype : undefined;
  const name =
    'name' in source && typeof source.name === 'string' && source.name !== '' ? ` ${source.name}` : '';
  const names = typeof prototype === 'object' && prototype !== null ? methodsOf(prototype) : [];
  return withMembers(`a class${name}`, names);
}

function methodsOf(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

function withMembers(what: string, names: readonly string[]): string {
  return names.length === 0 ? `${what} with nothing in it` : `${what} with ${names.join(', ')}`;
}
