import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompiledModule } from '../../loader/manifest.js';

/** The texts of many modules in one file, and their source maps beside it. */
export class Pack {
  readonly #folder: string;
  readonly #name = `${randomUUID()}.js`;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  /** @param folder that of the manifest */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param code as it is compiled, with its source map in its last line */
  add(path: string, code: string): Pick<CompiledModule, 'pack' | 'at' | 'map'> {
    const { text, json } = takeMap(path, code);
    const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}\n`;
    const start = this.#length;
    const end = this.#append(text);
    const mapEnd = this.#append(comment);
    const map = `${createHash('sha1').update(path).digest('hex').slice(0, 20)}.map`;
    writeFileSync(join(this.#folder, map), json);
    return { pack: this.#name, at: { start, end, mapEnd }, map };
  }

  write(): void {
    writeFileSync(join(this.#folder, this.#name), Buffer.concat(this.#chunks));
  }

  #append(text: string): number {
    const chunk = Buffer.from(text);
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this.#length;
  }
}

const inlineMap = /\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([\w+/=]*)\s*$/;

/** The map names its source by its address, so that it holds wherever it lies. */
function takeMap(path: string, code: string): { readonly text: string; readonly json: string } {
  const found = inlineMap.exec(code);
  if (found === null) throw new Error(`${path} has been compiled without a source map`);
  const map = JSON.parse(Buffer.from(found[1] ?? '', 'base64').toString('utf8')) as object;
  return {
    text: code.slice(0, found.index),
    json: JSON.stringify({ ...map, sourceRoot: '', sources: [pathToFileURL(path).href] }),
  };
}
