import { readFileSync } from 'node:fs';
import { ownFile } from '../../../own-files.js';

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The files of the page by their paths, as the build wrote them. They are read once, when they are first asked for. */
export function createPageFiles(): (path: string) => PageFile | undefined {
  const loaded = new Map<string, PageFile>();
  return (path) => {
    const found = files.get(path);
    if (found === undefined) return undefined;
    const [file, type] = found;
    const content = loaded.get(path)?.content ?? readFileSync(file);
    const read = { type, content };
    loaded.set(path, read);
    return read;
  };
}

const files: ReadonlyMap<string, readonly [file: string, type: string]> = new Map([
  ['/', [ownFile('dist/page/index.html'), 'text/html; charset=utf-8']],
  ['/page.css', [ownFile('dist/page/page.css'), 'text/css; charset=utf-8']],
  ['/page.js', [ownFile('dist/page/page.js'), 'text/javascript; charset=utf-8']],
  ['/icon.svg', [ownFile('dist/page/icon.svg'), 'image/svg+xml']],
]);
