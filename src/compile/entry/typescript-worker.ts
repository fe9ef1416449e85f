/** The thread that loads a project's TypeScript: 100 MB that are gone with it, while kcl-ts's own process runs for months. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type TypeScript from 'typescript';
import { messageOf } from '../../errors.js';
import type { TypeScriptAnswer, TypeScriptRequest } from '../transform/typescript-thread.js';
import { compileWithTypeScript } from '../transform/with-typescript.js';

const port = parentPort;
if (port === null) throw new Error('only kcl-ts starts this program, as a thread');
port.on('message', ({ id, typescript, source }: TypeScriptRequest) => {
  const answer = (text: Omit<TypeScriptAnswer, 'id'>): void => port.postMessage({ id, ...text });
  try {
    const compiler: unknown = createRequire(import.meta.url)(typescript);
    if (isCompiler(compiler)) answer({ code: compileWithTypeScript(compiler, source) });
    else answer({ error: 'it offers no transpileModule' });
  } catch (error) {
    answer({ error: messageOf(error) });
  }
});

function isCompiler(value: unknown): value is typeof TypeScript {
  return (
    typeof value === 'object' &&
    value !== null &&
    'transpileModule' in value &&
    typeof value.transpileModule === 'function'
  );
}
