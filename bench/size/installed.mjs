// What installing the packed package puts on a disk, and what makes it up: node bench/size/installed.mjs [--with-optional] [tarball].
// Without optional dependencies unless asked. Disk space in MB, as du counts it.
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const [tarball] = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const seen = new Set();
const project = mkdtempSync(join(tmpdir(), 'kcl-ts size '));
try {
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const omit = flags.includes('--with-optional') ? [] : ['--omit=optional'];
  npm('install', '--no-audit', '--no-fund', ...omit, tarball === undefined ? packed() : resolve(tarball));
  print(packagesOf(join(project, 'node_modules')));
} finally {
  rmSync(project, { recursive: true, force: true });
}

function packed() {
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', root));
  return join(project, filename);
}

function npm(...args) {
  return execFileSync('npm', args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function packagesOf(modules) {
  return readdirSync(modules).flatMap((name) => {
    const path = join(modules, name);
    if (name.startsWith('.')) return [];
    if (!name.startsWith('@')) return [{ name, bytes: bytesIn(path) }];
    return readdirSync(path).map((inner) => ({
      name: `${name}/${inner}`,
      bytes: bytesIn(join(path, inner)),
    }));
  });
}

/** A file that has several names, as esbuild's program, counts once. */
function bytesIn(path) {
  const { blocks, ino } = lstatSync(path);
  if (seen.has(ino)) return 0;
  seen.add(ino);
  const below = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  return below.reduce((sum, name) => sum + bytesIn(join(path, name)), blocks * 512);
}

/** The largest ones, the rest in one row, and the sum. */
function print(packages) {
  const sorted = packages.toSorted((a, b) => b.bytes - a.bytes);
  const [large, small] = [sorted.slice(0, 10), sorted.slice(10)];
  const rows = large.map(({ name, bytes }) => [name, bytes]);
  if (small.length > 0) rows.push([`${small.length} others`, sum(small)]);
  rows.push([`**${packages.length} packages**`, sum(packages)]);
  console.log('| package | MB |\n|---|---:|');
  for (const [name, bytes] of rows) console.log(`| ${name} | ${(bytes / 1e6).toFixed(1)} |`);
}

function sum(packages) {
  return packages.reduce((total, { bytes }) => total + bytes, 0);
}
