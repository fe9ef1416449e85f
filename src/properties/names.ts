import { quote } from './setting.js';

export interface NameRule {
  readonly of: string;
  readonly min: number;
  readonly max: number;
}

/** CreateStream of the Kinesis API. */
export const streamNameRule: NameRule = { of: 'a stream name', min: 1, max: 128 };
/** CreateTable of the DynamoDB API. */
export const tableNameRule: NameRule = { of: 'a table name', min: 3, max: 255 };
/** RegisterStreamConsumer of the Kinesis API. */
export const consumerNameRule: NameRule = { of: 'the name of a stream consumer', min: 1, max: 128 };

/** What is wrong with a name, or undefined. All these names have the same alphabet. */
export function nameProblem(name: string, { of, min, max }: NameRule): string | undefined {
  const wrong = /[^a-zA-Z0-9_.-]/u.exec(name)?.[0];
  if (wrong !== undefined) {
    const which = /\s/.test(wrong) ? 'a blank' : quote(wrong);
    return `has ${which}, but ${of} may only hold a-z, A-Z, 0-9, '_', '-' and '.'`;
  }
  if (name.length < min) return `is too short for ${of}, which has at least ${min} characters`;
  if (name.length > max) return `has ${name.length} characters, but ${of} has at most ${max}`;
  return undefined;
}
