import { constants, existsSync } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';

type ProgramContext = Pick<Context, 'env' | 'cwd'>;

/**
 * Refuses a program that cannot be started: the daemon would try for half a minute, and then say so in Java.
 *
 * @param program as a shell takes it: a path, or a name on PATH
 * @throws KclTsError PROCESSOR_NOT_FOUND, PROCESSOR_INVALID
 */
export async function checkProgram(program: string, context: ProgramContext): Promise<void> {
  if (!program.includes('/')) {
    // Without PATH the shell looks in places of its own.
    if (context.env['PATH'] === undefined) return;
    const file = await onPath(program, context);
    if (file === undefined) throw notOnPath(program, context);
    await checkInterpreter(file, context);
    return;
  }
  const file = resolve(context.cwd, program);
  const found = await stat(file).catch(() => undefined);
  if (!found) {
    throw new KclTsError('PROCESSOR_NOT_FOUND', `there is no program ${program}`, {
      hint: `the path is relative to ${context.cwd}`,
    });
  }
  if (found.isDirectory())
    throw new KclTsError('PROCESSOR_INVALID', `${program} is a folder, expected a program`);
  if (!(await isExecutable(file))) {
    throw new KclTsError('PROCESSOR_INVALID', `${program} is not executable`, {
      hint: `run chmod +x ${program}, or name its interpreter too, such as --exec "node ${program}"`,
    });
  }
  await checkInterpreter(file, context);
}

function notOnPath(program: string, { cwd }: ProgramContext): KclTsError {
  return new KclTsError('PROCESSOR_NOT_FOUND', `there is no program '${program}' on PATH`, {
    hint: existsSync(join(cwd, program))
      ? `the current folder has one: name it ./${program}`
      : 'install it, check its name, or give its path',
  });
}

async function onPath(name: string, { env, cwd }: ProgramContext): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const file = resolve(cwd, folder, name);
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile && (await isExecutable(file))) return file;
  }
  return undefined;
}

/** The system looks for the program in a script's first line, and says of one that is missing that the script is. */
async function checkInterpreter(script: string, context: ProgramContext): Promise<void> {
  const [, interpreter, argument] =
    /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*))?\n/.exec(await startOf(script)) ?? [];
  if (interpreter === undefined) return;
  if (isAbsolute(interpreter) && !existsSync(interpreter)) throw noInterpreter(interpreter, script);
  const [program] = (argument ?? '').trimStart().split(/[ \t]/);
  if (!interpreter.endsWith('/env') || !program || /^-|=/.test(program)) return;
  if (context.env['PATH'] !== undefined && !(await onPath(program, context)))
    throw noInterpreter(program, script);
}

function noInterpreter(name: string, script: string): KclTsError {
  // A line that ends as on Windows: the system takes the return for a part of the name.
  const isWindows = name.endsWith('\r');
  return new KclTsError(
    'PROCESSOR_INVALID',
    `${script} names the interpreter '${name.trimEnd()}'${isWindows ? ' with a carriage return' : ''}, which does not exist`,
    {
      hint: isWindows
        ? 'save it with the line ends of Unix (LF, not CRLF)'
        : 'install it, or name another interpreter, such as --exec "python3 app.py"',
    },
  );
}

async function startOf(file: string): Promise<string> {
  // What can be executed need not be readable.
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
