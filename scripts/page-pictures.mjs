// Draws docs/live-view-light.png and docs/live-view-dark.png: the page of a real worker after a minute of load on four shards.
// node scripts/page-pictures.mjs [folder] (after a build; needs Chromium, see test/page/support/browser.ts)
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { root } from './install.mjs';

const target = process.argv[2] ?? join(root, 'docs');
const cli = join(root, 'bin', 'kcl-ts.js');
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 390, height: 844 }, isOnlyForLooking: true },
];

const folder = mkdtempSync(join(tmpdir(), 'kcl-ts-pictures-'));
const processor = join(folder, 'processor.mjs');
writeFileSync(
  processor,
  `export default class {
  async processRecords({ records, checkpointer }) {
    const orders = records.map((record) => record.json());
    await new Promise((resolve) => setTimeout(resolve, records.length / 4));
    console.log('handled', orders.length, 'orders up to', orders.at(-1)?.order);
    if (Math.random() < 0.3) await checkpointer.checkpoint();
  }
}
`,
);

/** Starts a command and resolves with what a pattern finds in what it prints. */
function start(args, pattern, env = {}) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...process.env, ...env } });
  let text = '';
  const found = new Promise((resolve, reject) => {
    const look = (chunk) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => reject(new Error(`it ended early:\n${text}`)));
  });
  return { child, found };
}

function order(number) {
  const items = ['notebook', 'pencil', 'ruler', 'ink', 'paper'];
  return JSON.stringify({
    order: number,
    item: items[number % 5],
    count: 1 + (number % 7),
    customer: `c-${number % 40}`,
  });
}

const stack = start(['local', '--stream', 'orders:4', '--app', 'shipping', '--json'], /\{[^]*\}/);
const { kinesis, dynamodb } = endpoints(JSON.parse((await stack.found)[0]));
const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
const flags = ['--kinesis-endpoint', kinesis, '--dynamodb-endpoint', dynamodb, '--metrics', 'none'];
const worker = start(
  [
    'run',
    processor,
    '--stream',
    'orders',
    '--app',
    'shipping',
    '--worker-id',
    'worker-1',
    '--ui-port',
    '0',
    ...flags,
  ],
  /live view: (\S+)/,
  env,
);
const [, address] = await worker.found;
const put = spawn(
  process.execPath,
  [cli, 'put', 'orders', '--kinesis-endpoint', kinesis, '--rate', '400', '--key-field', 'customer'],
  { cwd: folder, env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'inherit'] },
);
let number = 10_000;
const feed = setInterval(() => {
  // in waves, as load comes
  const count = Math.round(30 + 25 * Math.sin(Date.now() / 6000));
  put.stdin.write(Array.from({ length: count }, () => `${order(number++)}\n`).join(''));
}, 100);
await sleep(Number(process.env['SECONDS_OF_LOAD'] ?? 75) * 1000);

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
});
for (const { name, isOnlyForLooking, ...look } of looks) {
  const page = await browser.newPage(look);
  await page.goto(address);
  await sleep(3000);
  const path = join(isOnlyForLooking ? folder : target, `live-view-${name}.png`);
  await page.screenshot({
    path: target === join(root, 'docs') ? path : join(target, `live-view-${name}.png`),
  });
  await page.close();
}
await browser.close();
clearInterval(feed);
put.kill();
for (const { child } of [worker, stack]) {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await gone;
}
rmSync(folder, { recursive: true, force: true });

function endpoints(said) {
  const text = JSON.stringify(said);
  const find = (name) => new RegExp(`"[^"]*${name}[^"]*":"(http[^"]+)"`, 'i').exec(text)?.[1];
  return { kinesis: find('kinesis'), dynamodb: find('dynamodb') };
}
