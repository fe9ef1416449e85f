import type { Command } from 'commander';

/** What is typed to get to a command, after the name of the program: `leases reset`; nothing for the program itself. */
export function commandWords(command: Command): string {
  if (command.parent === null) return '';
  return `${commandWords(command.parent)} ${command.name()}`.trim();
}
