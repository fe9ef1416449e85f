// `npm run bench` lists the benchmarks; `npm run bench -- start/first-record 5` installs, builds and runs one of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installIfNeeded, root, run } from './install.mjs';

const [name, ...args] = process.argv.slice(2);
const usages = new Map(
  readdirSync(join(root, 'bench'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -'.mjs'.length).replaceAll('\\', '/'))
    .map((found) => [found, usageOf(found)])
    .filter(([, usage]) => usage !== undefined),
);

if (name === undefined || !usages.has(name)) {
  if (name !== undefined) console.error(`there is no benchmark '${name}'; these are here:`);
  for (const usage of usages.values()) console.log(`npm run bench -- ${usage}`);
  process.exit(name === undefined ? 0 : 2);
}
installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
run(process.execPath, [join(root, 'bench', `${name}.mjs`), ...args]);

/** What a benchmark says in its first comment about how it is run; what says nothing is a part of one. */
function usageOf(found) {
  const head = readFileSync(join(root, 'bench', `${found}.mjs`), 'utf8').split(/^import /m)[0];
  const usage = new RegExp(`node bench/${found}\\.mjs(.*)`).exec(head);
  return usage === null ? undefined : `${found}${usage[1].replace(/:.*/, '')}`;
}
