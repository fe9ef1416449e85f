import { Argument, Command } from 'commander';
import type { CommandFactory } from '../cli.js';
import { describeCommands, type CompletedCommand } from '../completion/describe.js';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completionCommand: CommandFactory = (cli) =>
  new Command('completion')
    .description(
      'Print a script that lets your shell complete the commands, flags, values and files of kcl-ts. Load it where your shell starts.',
    )
    .addArgument(new Argument('<shell>', 'the shell that you use').choices(shells))
    .action(async (shell: (typeof shells)[number]) => {
      const write = await writer(shell);
      cli.context().stdout.write(write(describeCommands(await cli.commands())));
    });

async function writer(
  shell: (typeof shells)[number],
): Promise<(commands: readonly CompletedCommand[]) => string> {
  switch (shell) {
    case 'bash':
      return (await import('../completion/bash.js')).bashCompletion;
    case 'zsh':
      return (await import('../completion/zsh.js')).zshCompletion;
    case 'fish':
      return (await import('../completion/fish.js')).fishCompletion;
  }
}
