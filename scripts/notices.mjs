// The licences of the packages that are bundled ask to be kept with them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Writes `dist/third-party-notices.txt`: the bundled packages with version and licence, and each text once for all that share it. */
export function writeNotices(dist, bundles) {
  const inputs = bundles.flatMap((bundle) => bundle.inputs);
  const folders = new Set(
    inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const namesOf = new Map();
  for (const folder of [...folders].sort()) {
    const text = licenceOf(join(root, folder));
    namesOf.set(text, [...(namesOf.get(text) ?? []), titleOf(join(root, folder))]);
  }
  const notices = [...namesOf].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  writeFileSync(join(dist, 'third-party-notices.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

function titleOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})`;
}

function licenceOf(folder) {
  const file = readdirSync(folder).find((found) => /^licen[cs]e(?:\.\w+)?$/i.test(found));
  return file === undefined
    ? 'The package holds no text of its licence.'
    : readFileSync(join(folder, file), 'utf8').trimEnd();
}
