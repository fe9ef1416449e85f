#!/usr/bin/env node
// Every node since 10 can parse this, as a script or as a module, so that one that is too old can be told so. The oldest
// version that will do is that of "engines" in package.json.
const oldest = [20, 18, 1];
const own = process.versions.node.split('.').map(Number);
const differing = oldest.findIndex((number, index) => number !== own[index]);

if (differing >= 0 && own[differing] < oldest[differing]) {
  process.stderr.write(`kcl-ts: expected node ${oldest.join('.')} or newer, got ${process.versions.node}
  → install a current Node.js, or put it first in PATH
`);
  process.exitCode = 2;
} else {
  import('../dist/cli/main.js').then(({ main }) => main(process.argv));
}
