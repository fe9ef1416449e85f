import { Command } from 'commander';
import { parseArgsStringToArgv } from 'string-argv';
import type { Cli } from '../../src/cli/cli.js';
import { commandWords } from '../../src/cli/command-words.js';
import { loadCommands } from '../../src/cli/commands.js';

/** For commands that are looked at, and never run. */
export const noCli: Cli = {
  context: () => {
    throw new Error('only its flags are looked at');
  },
  commands: () => Promise.resolve([]),
};

export async function listCommands(): Promise<string[]> {
  return (await loadCommands(noCli)).map((command) => command.name());
}

/** The same, and the commands that those have: `leases reset`. */
export async function listAllCommands(): Promise<string[]> {
  const program = new Command();
  for (const command of await loadCommands(noCli)) program.addCommand(command);
  const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];
  return program.commands.flatMap(below).map(commandWords);
}

/**
 * Parses `kcl-ts …` as the command line would, and runs nothing. Throws what commander says of a wrong flag, value or
 * argument.
 *
 * @returns the command's name
 */
export async function parseCommandLine(line: string): Promise<string> {
  const [, name = '', ...args] = parseArgsStringToArgv(line);
  const command = (await loadCommands(noCli)).find((one) => one.name() === name);
  if (command === undefined) throw new Error(`${line}: there is no command ${JSON.stringify(name)}`);
  disarm(command);
  await command.parseAsync(args, { from: 'user' });
  return name;
}

function disarm(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  command.action(() => undefined);
  for (const below of command.commands) disarm(below);
}
