import { Worker } from 'node:worker_threads';
import { ownFile } from '../../own-files.js';
import type { TypeScriptSource } from './with-typescript.js';

export interface TypeScriptRequest {
  readonly id: number;
  /** Path of the project's TypeScript. */
  readonly typescript: string;
  readonly source: TypeScriptSource;
}

export interface TypeScriptAnswer {
  readonly id: number;
  readonly code?: string;
  readonly error?: string;
}

/** Compiles by a project's own TypeScript, in a thread that starts when it is needed. */
export class TypeScriptThread {
  #worker: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, (answer: TypeScriptAnswer) => void>();

  compile(typescript: string, source: TypeScriptSource): Promise<TypeScriptAnswer> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, typescript, source } satisfies TypeScriptRequest);
    });
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(ownFile('dist/compile/entry/typescript-worker.js'), { execArgv: [] });
    worker.on('message', (answer: TypeScriptAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    worker.on('error', (error) => {
      for (const [id, resolve] of this.#waiting) resolve({ id, error: error.message });
      this.#waiting.clear();
    });
    return worker;
  }
}
