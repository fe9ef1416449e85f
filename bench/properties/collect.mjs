// What validating and writing the properties adds to a start, each round in a fresh process: loading the modules, making
// the flags, checking flags, environment and shared AWS files, and making the daemon's file; then the same with a properties
// file of all keys that have a default. The modules are bundled as the build bundles the command line. Commander and node's
// own modules are not counted: the command line has them anyway.
//
//   npm run build && node bench/properties/collect.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { propertyTable } from '../../dist/properties/table/index.js';
import { report } from '../start/report.mjs';

const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'bench-properties-'));
const file = join(folder, 'sample.properties');
const lines = propertyTable
  .filter(({ default: value, since, fanout }) => /number|boolean/.test(typeof value) && !fanout && !since)
  .filter(({ default: value, primitive }) => value !== 0 || !primitive)
  .map(({ name, default: value }) => `${name} = ${value}`);
writeFileSync(file, `${lines.join('\n')}\n`);

// Below the package, so that what stays outside of the bundle is found.
const bundle = fileURLToPath(new URL('../../dist/bench-properties.mjs', import.meta.url));
await build({
  stdin: {
    contents: `export * from './cli/property-options.js'; export * from './properties/encode.js';`,
    resolveDir: fileURLToPath(new URL('../../dist/', import.meta.url)),
  },
  outfile: bundle,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
});
const program = (args) => `
  import 'node:crypto';
  import { Command } from ${JSON.stringify(import.meta.resolve('commander'))};
  const start = performance.now();
  const { addPropertyOptions, collectProperties, encodeProperties } = await import(${JSON.stringify(bundle)});
  const loaded = performance.now();
  const command = addPropertyOptions(new Command('run')).parse(${JSON.stringify(args)}, { from: 'user' });
  const places = { env: { ...process.env }, cwd: ${JSON.stringify(folder)}, homedir: ${JSON.stringify(folder)} };
  encodeProperties(collectProperties(command.opts(), places).properties);
  const end = performance.now();
  process.stdout.write(JSON.stringify({ load: loaded - start, check: end - loaded }));
`;

const flags = ['--stream', 'words', '--app', 'MyApp', '--region', 'eu-west-1', '--failover-time', '10s'];
try {
  measure('flags', flags);
  measure(`flags and a file of ${lines.length} keys`, [...flags, '--properties', file]);
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle);
}

function measure(name, args) {
  const results = Array.from({ length: rounds + 1 }, () => {
    const node = spawnSync(process.execPath, ['--input-type=module', '-e', program(args)], {
      encoding: 'utf8',
    });
    if (!node.stdout) throw new Error(node.stderr);
    return JSON.parse(node.stdout);
  }).slice(1); // the first warms the caches of the machine
  report(
    `${name}: load`,
    results.map(({ load }) => load),
    'ms',
  );
  report(
    `${name}: check and write`,
    results.map(({ check }) => check),
    'ms',
  );
}
