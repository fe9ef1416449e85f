/** Rows that need more than one file at a time: tsc's own knowledge of other files. */
export const pending: ReadonlySet<string> = new Set(['`enum`', '`const enum` of a package’s declarations']);
