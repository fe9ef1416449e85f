import type { CollectedProperties } from './collected.js';
import { encodeProperties } from './encode.js';
import { findProperty } from './find-property.js';
import { describeOrigin } from './origin.js';

/** The properties file with a comment above each key: what it means, and where its value comes from. */
export function explainProperties({ properties, origins }: CollectedProperties): string {
  const blocks = [...properties].map(([key, value]) => {
    const origin = origins.get(key);
    const summary = findProperty(key)?.spec.summary ?? 'not a key of the KCL, which ignores it';
    const comment = [summary, ...(origin ? [`from ${describeOrigin(origin)}`] : [])].map(
      (line) => `# ${line}\n`,
    );
    return `${comment.join('')}${encodeProperties(new Map([[key, value]]))}`;
  });
  return blocks.join('\n');
}
