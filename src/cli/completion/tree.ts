import type { CompletedCommand } from './describe.js';

/** The commands that come right after the words of `path`. */
export function below(
  commands: readonly CompletedCommand[],
  path: readonly string[],
): readonly CompletedCommand[] {
  return commands.filter(
    (command) =>
      command.path.length === path.length + 1 && path.every((word, index) => word === command.path[index]),
  );
}

/** The last word of each with what it does. */
export function summaries(
  commands: readonly CompletedCommand[],
): readonly (readonly [name: string, summary: string])[] {
  return commands.map(({ path, summary }) => [path.at(-1) ?? '', summary]);
}

/** `leases reset --all` */
export function named(path: readonly string[], flag: string): string {
  return [...path, flag].join(' ');
}
