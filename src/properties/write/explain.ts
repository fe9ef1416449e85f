import type { CollectedProperties } from '../collected.js';
import { encodeProperties } from './encode.js';
import { findProperty } from '../table/find.js';
import { propertiesForKcl } from './for-kcl.js';
import { describeOrigin } from '../read/setting.js';

/** Keys whose default is billed for by AWS: what is not written costs as much as what is. */
const costly: readonly { readonly key: string; readonly cost: string }[] = [
  {
    key: 'metricsLevel',
    cost: 'CloudWatch bills each metric of each shard; choose less with --metrics summary or none',
  },
];

/** The properties file with a comment above each key: what it means, and where its value comes from. */
export function explainProperties({ kcl, properties, origins }: CollectedProperties): string {
  const blocks = [...properties].map(([key, value]) => {
    const origin = origins.get(key);
    const summary = findProperty(key)?.spec.summary ?? 'not a key of the KCL, which ignores it';
    const comment = [summary, ...(origin ? [`from ${describeOrigin(origin)}`] : [])].map(
      (line) => `# ${line}\n`,
    );
    return `${comment.join('')}${encodeProperties(propertiesForKcl(kcl, new Map([[key, value]])))}`;
  });
  return [...blocks, ...costly.flatMap((one) => costlyDefault(one, properties))].join('\n');
}

/** A comment for a key that is left to the daemon. */
function costlyDefault(
  { key, cost }: (typeof costly)[number],
  properties: CollectedProperties['properties'],
): string[] {
  const spec = findProperty(key)?.spec;
  if (spec === undefined || properties.has(key) || !('default' in spec)) return [];
  return [`# ${spec.summary}\n# default of the KCL; ${cost}\n# ${key}=${String(spec.default)}\n`];
}
