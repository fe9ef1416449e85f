import { join } from 'node:path';
import type { Context } from '../../context.js';

/** A file below the user's home, such as `.aws/config`; undefined for a user who has none. */
export function atHome({ homedir }: Pick<Context, 'homedir'>, ...names: string[]): string | undefined {
  return homedir === undefined ? undefined : join(homedir, ...names);
}
