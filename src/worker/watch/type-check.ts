import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Context } from '../../context.js';
import { lowerPriority, start } from '../../processes.js';

export interface TypeCheckOptions {
  /** Path of the processor. */
  readonly file: string;
  /** The tsconfig.json to check by. */
  readonly tsconfig: string;
  /** A folder for what the compiler remembers from one time to the next. */
  readonly folder: string;
  readonly context: Pick<Context, 'cwd' | 'env'>;
  /** Told what is wrong, or undefined if nothing is. */
  readonly onResult: (errors: string | undefined) => void;
}

/** Lines that are shown of what the compiler says: who wants all of them runs it. */
const MOST_LINES = 20;

/**
 * Checks the types of a processor beside it, with the TypeScript of its project, at a low priority: what is wrong with them
 * keeps nothing from running.
 */
export class TypeCheck {
  readonly #options: TypeCheckOptions;
  readonly #compiler: string | undefined;
  #cancel: () => void = () => undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: TypeCheckOptions) {
    this.#options = options;
    this.#compiler = findCompiler(options.file);
  }

  /** Takes the place of the check before it, if that still runs. */
  begin(): void {
    if (this.#compiler === undefined) return;
    const { tsconfig, folder, context, onResult } = this.#options;
    this.#cancel();
    const args = [this.#compiler, '--noEmit', '--pretty', 'false', '-p', tsconfig];
    const memory = ['--incremental', '--tsBuildInfoFile', join(folder, 'types.tsbuildinfo')];
    const { child, ending } = start(process.execPath, [...args, ...memory], {
      cwd: context.cwd,
      env: context.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    lowerPriority(child.pid);
    let isWanted = true;
    this.#cancel = () => {
      isWanted = false;
      child.kill('SIGKILL');
    };
    this.#running = Promise.all([text(child.stdout), ending]).then(([said, how]) => {
      // Another code than 1 and 2 is of a compiler that could not do its work, which is no news of the processor.
      if (isWanted && how.kind === 'exited' && how.exitCode <= 2)
        onResult(how.exitCode === 0 ? undefined : shorten(said.trimEnd()));
    });
    this.#running.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.#cancel();
    await this.#running.catch(() => undefined);
  }
}

/** The project's own compiler: another version may find other mistakes. */
function findCompiler(file: string): string | undefined {
  if (!/^\.[cm]?ts$/.test(extname(file))) return undefined;
  try {
    const manifest = createRequire(file).resolve('typescript/package.json');
    return join(dirname(manifest), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

function shorten(said: string): string {
  const lines = said.split('\n');
  const left = lines.length - MOST_LINES;
  return left <= 0 ? said : [...lines.slice(0, MOST_LINES), `… and ${left} more lines`].join('\n');
}
