import type { ServerChoice } from '../settings.js';
import type { LogSink } from './log-sink.js';
import type { Page, PageOptions } from './page/index.js';

export interface ShowPageParts extends Pick<PageOptions, 'events' | 'board'> {
  readonly log: Pick<LogSink, 'onEvent' | 'say'>;
}

/**
 * Serves the live view as a web page and says where. Loaded only for who wants it.
 *
 * @throws KclTsError CONFIG_INVALID when the port cannot be had
 */
export async function showPage(choice: ServerChoice, parts: ShowPageParts): Promise<Page> {
  const { isLoopback, servePage } = await import('./page/index.js');
  const page = await servePage({ ...choice, ...parts });
  parts.log.say('info', `live view: ${page.address}`);
  if (!isLoopback(choice.host)) {
    parts.log.say('warn', `the live view shows records to whoever can reach ${choice.host} (--ui-host)`);
  }
  return page;
}
