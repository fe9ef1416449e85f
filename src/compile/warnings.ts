import type { Message } from 'esbuild';
import { framesOf } from './compile-error.js';
import type { Located } from './walk/index.js';

/** The compiler's warnings, with their places and with what to do. */
export async function warningsOf(found: readonly Located[]): Promise<string[]> {
  const frames = await framesOf(
    found.map(({ path, message }) => ({ path, message: inOwnWords(message) })),
    'warning',
  );
  return frames.map((frame) => frame.replace(/^▲ \[WARNING\] (.*?)(?: \[[\w-]+\])?\n/, '$1\n'));
}

/** Remedies that can be followed here, by the compiler's name of the warning. Its own notes stay where there is none. */
const remedies: Readonly<Record<string, (text: string) => string>> = {
  'call-import-namespace': (text) => {
    const name = /"(.+?)"/.exec(text)?.[1] ?? 'it';
    return `${name} is a namespace and no function, so calling it will fail: write import ${name} from '…' instead of import * as ${name}`;
  },
  'empty-import-meta': () =>
    'import.meta is empty in CommonJS: add "type": "module" to package.json, or name the file .mts',
};

function inOwnWords(message: Message): Message {
  const remedy = remedies[message.id];
  return remedy === undefined ? message : { ...message, text: remedy(message.text), notes: [] };
}
