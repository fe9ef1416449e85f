import type { TestLine } from './make-lines.js';

/** The texts of each key, in their order. */
export type ByKey = ReadonlyMap<string, readonly string[]>;

export function byKey(lines: readonly TestLine[]): ByKey {
  const keys = new Map<string, string[]>();
  for (const { key, text } of lines) {
    const known = keys.get(key);
    if (known) known.push(text);
    else keys.set(key, [text]);
  }
  return keys;
}

/** The keys whose texts are not the same in both, or not in the same order unless that does not matter. */
export function differences(
  one: ByKey,
  other: ByKey,
  { inAnyOrder = () => false }: { readonly inAnyOrder?: (key: string) => boolean } = {},
): string[] {
  const comparable = (keys: ByKey, key: string): string => {
    const texts = keys.get(key) ?? [];
    return JSON.stringify(inAnyOrder(key) ? texts.toSorted() : texts);
  };
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (key) => comparable(one, key) !== comparable(other, key),
  );
}
