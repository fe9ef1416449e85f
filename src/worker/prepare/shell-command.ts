/** What can be said of a command for a POSIX shell without running it. */
export interface ShellCommand {
  /** The program, where the command is nothing but one with its arguments; undefined where the shell has more to do. */
  readonly program: string | undefined;
}

/**
 * Builtins and reserved words of a POSIX shell (2.9.4, 2.15, and what the common ones add): no file of that name need
 * exist, and `exec` does not take most of them.
 */
const ofTheShell = new Set(
  `. : [ alias bg break case cd command continue declare do done echo elif else esac eval exec exit export false fg fi for
  function getopts hash if in jobs kill let local printf pwd read readonly return select set shift source test then time times
  trap true type typeset ulimit umask unalias unset until wait while`.split(/\s+/),
);

/** Outside of quotes: several commands, a substitution, a comment or a line of its own. */
const operators = /[;&|<>()`#\n]|\$\(/;

export function readShellCommand(command: string): ShellCommand {
  const outside = command.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\./g, '_');
  if (operators.test(outside) || /["']/.test(outside)) return { program: undefined };
  const word = /^\s*(?:'([^']+)'|"([^"\\$`]+)"|([^\s'"\\$`{}*?[\]~!=]+))(?=\s|$)/.exec(command);
  const program = word?.[1] ?? word?.[2] ?? word?.[3];
  return { program: program === undefined || ofTheShell.has(program) ? undefined : program };
}
