import type { Context } from '../../../context.js';
import type { ProfileSettings } from '../shared-files.js';

/** Where credentials were looked for: they are there, or what is missing, and what would mend it. */
export type SearchResult = { readonly found: string } | { readonly missing: string; readonly hint?: string };

/** What the search for credentials knows. */
export interface Search {
  readonly context: Pick<Context, 'env' | 'homedir'>;
  /** The profile that the SDK would use. */
  readonly profile: string;
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
}
