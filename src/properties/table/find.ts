import type { PropertySpec } from './row.js';
import { propertyTable } from './index.js';

const byName = new Map<string, PropertySpec>();
const wildcards: { readonly prefix: string; readonly spec: PropertySpec }[] = [];
for (const spec of propertyTable) {
  if (spec.name.endsWith('.*')) wildcards.push({ prefix: spec.name.slice(0, -1), spec });
  for (const name of [spec.name, ...(spec.aliases ?? [])]) byName.set(name, spec);
}

/** All spellings of all keys, for did-you-mean. */
export const propertyNames: readonly string[] = [...byName.keys()].filter((name) => !name.endsWith('.*'));

export interface FoundProperty {
  readonly spec: PropertySpec;
  /** The spelling that kcl-ts writes. */
  readonly name: string;
}

/** The key that the daemon would take `key` for: an exact name or alias, or anything under a wildcard. */
export function findProperty(key: string): FoundProperty | undefined {
  const normal = normalizeCredentialsKey(key);
  const spec = byName.get(normal);
  if (spec) return { spec, name: spec.name };
  const wildcard = wildcards.find(({ prefix }) => key.startsWith(prefix) && key.length > prefix.length);
  return wildcard && { spec: wildcard.spec, name: key };
}

const beans = new Set(
  [...byName.keys()].filter((name) => name.includes('.')).map((name) => name.slice(0, name.indexOf('.'))),
);

/** Whether a key that is none points into an object of the daemon's, where commons-beanutils may throw. */
export function isInsideKclKey(key: string): boolean {
  const [head = ''] = key.split(/[.[(]/, 1);
  return head !== key && (beans.has(head) || byName.has(head) || /[[(]/.test(key));
}

/** `AWSCredentialsProvider…` in any case, as KinesisClientLibConfigurator.processKey takes it; not what follows. */
function normalizeCredentialsKey(key: string): string {
  return key.replace(/^awscredentialsprovider/i, 'awsCredentialsProvider');
}
