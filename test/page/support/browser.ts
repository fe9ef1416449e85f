import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Chromium as Debian, Fedora and macOS have it, or where CHROMIUM says. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Undefined where there is none; in CI that is an error, so that it does not go unnoticed. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const found = env['CHROMIUM'] ?? places.find((place) => existsSync(place));
  if (found === undefined && (env['CI'] || env['NEEDS_BROWSER'])) {
    throw new Error(
      'no Chromium was found, expected one in CI: apt-get install chromium, or set CHROMIUM to its path',
    );
  }
  if (found === undefined) {
    console.warn('the page is not tested in a browser: install Chromium, or set CHROMIUM to its path');
  }
  return found;
}

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

export interface Browser {
  open(address: string, look?: Look): Promise<Page>;
  close(): Promise<void>;
}

/** A browser with a profile of its own, which asks nothing of the network but the page. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'kcl-ts-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
  return {
    async open(address, { scheme = 'light', width = 1440, height = 1000 } = {}) {
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      await page.goto(address);
      return page;
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
