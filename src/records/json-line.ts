import type { Line } from './read-lines.js';

type Invalid = (what: string) => Error;

/**
 * The partition key that a line of JSON holds; undefined if no field was asked for.
 *
 * @param field names of fields with dots between them: `user.id`
 * @throws what `invalid` makes, for a line that is no JSON or has no such field
 */
export function keyInJson({ bytes }: Line, field: string | undefined, invalid: Invalid): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid('it is not JSON');
  }
  if (field === undefined) return undefined;
  const found = field.split('.').reduce<unknown>(fieldOf, value);
  if (typeof found === 'string' && found !== '') return found;
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  throw invalid(
    `its field '${field}' is ${found === undefined ? 'missing' : shown(found)}, expected a text or a number`,
  );
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}
