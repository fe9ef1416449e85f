import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { PageState } from '../../../../../src/worker/observers/page/page-state.js';

export interface Told {
  readonly event: string;
  readonly state: PageState;
}

export interface PageListener {
  /** Resolves with the next message that fits. */
  next(fits?: (told: Told) => boolean): Promise<Told>;
  /** Reads no more of what comes, without hanging up. */
  pause(): void;
  resume(): void;
}

/** Listens to the page's events, as a browser does. */
export function listenToPage(address: string): Promise<PageListener> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL('/events', address), { agent: false }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`expected an event stream, got ${response.statusCode ?? 'nothing'}`));
        return;
      }
      const told: Told[] = [];
      let waiting: { fits: (one: Told) => boolean; resolve: (one: Told) => void } | undefined;
      const look = (): void => {
        const at = waiting === undefined ? -1 : told.findIndex(waiting.fits);
        const found = told[at];
        if (found === undefined) return;
        told.splice(0, at + 1);
        waiting?.resolve(found);
        waiting = undefined;
      };
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
          const [, event, json] = /^event: (\w+)\ndata: (.*)$/s.exec(message) ?? [];
          if (event !== undefined && json !== undefined)
            told.push({ event, state: JSON.parse(json) as PageState });
        }
        look();
      });
      response.on('error', () => undefined);
      resolve({
        next: (fits = () => true) =>
          new Promise((settle) => {
            waiting = { fits, resolve: settle };
            look();
          }),
        pause: () => response.pause(),
        resume: () => response.resume(),
      });
    });
    asked.on('error', reject).end();
    onTestFinished(() => void asked.destroy());
  });
}
