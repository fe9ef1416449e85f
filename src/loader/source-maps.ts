import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requireBuiltin } from './node-internals.js';

/** Where a module's source map is, and what it is the map of. */
export interface MapSource {
  /** Address of the source map: a file of JSON with absolute addresses. */
  readonly map: string;
  readonly text: string;
}

/**
 * Gives node a module's source map when it asks for it, for a stack or in `module.findSourceMap`. By itself node takes each
 * map apart when it loads the module, which is a third of what a module takes.
 */
export class LazySourceMaps {
  readonly #sources = new Map<string, MapSource>();
  readonly #entries = new Map<string, MapEntry | undefined>();

  /**
   * A comment that leads debuggers to the map, for the end of the module's text.
   *
   * @param name the module's path or its address, whichever node knows it by
   */
  add(name: string, source: MapSource): string {
    this.#sources.set(name, source);
    return `//# sourceMappingURL=${source.map}\n`;
  }

  has(name: string): boolean {
    return this.#sources.has(name);
  }

  get(url: string): MapEntry | undefined {
    if (!this.#entries.has(url)) this.#entries.set(url, this.#read(url));
    return this.#entries.get(url);
  }

  #read(url: string): MapEntry | undefined {
    const source =
      this.#sources.get(url) ?? (url.startsWith('file:') ? this.#sources.get(fileURLToPath(url)) : undefined);
    if (source === undefined) return undefined;
    try {
      const data: unknown = JSON.parse(readFileSync(new URL(source.map), 'utf8'));
      return { data, lineLengths: source.text.split('\n').map(({ length }) => length), sourceMapURL: null };
    } catch {
      // the run is over and its folder gone
      return undefined;
    }
  }
}

/**
 * Puts it between node's modules and node's own cache of maps.
 *
 * @param observed whether a debugger or a report of coverage will want the maps of all modules from the start
 * @returns undefined where this node does it some other way
 */
export function hookSourceMaps(observed: boolean): LazySourceMaps | undefined {
  if (observed) return undefined;
  try {
    const caches = requireBuiltin('internal/source_map/source_map_cache_map') as Caches;
    const helpers = requireBuiltin('internal/modules/helpers') as Helpers;
    const finder = requireBuiltin('internal/source_map/source_map_cache') as Finder;
    const maps = new LazySourceMaps();
    const made: object[] = [];
    caches.SourceMapCacheMap = class extends caches.SourceMapCacheMap {
      constructor() {
        super();
        made.push(this);
      }

      override get(url: string): MapEntry | undefined {
        return super.get(url) ?? maps.get(url);
      }
    };
    // It is made when it is first asked. If that has happened, nobody will make another.
    finder.findSourceMap('file:///');
    if (made.length === 0) return undefined;
    const normalize = helpers.normalizeReferrerURL.bind(helpers);
    // What has no address gets no map when it is loaded.
    helpers.normalizeReferrerURL = (name) => (maps.has(name) ? undefined : normalize(name));
    return maps;
  } catch {
    return undefined;
  }
}

/** Of lib/internal/source_map/source_map_cache.js, v20.19 and v20.20. */
interface MapEntry {
  readonly data: unknown;
  readonly lineLengths: readonly number[];
  readonly sourceMapURL: null;
}

interface Caches {
  SourceMapCacheMap: new () => { get(url: string): MapEntry | undefined };
}

interface Helpers {
  normalizeReferrerURL(name: string): string | undefined;
}

interface Finder {
  findSourceMap(url: string): unknown;
}
