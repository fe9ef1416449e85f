import type { Environment } from '../context.js';

/** The words of a POSIX shell that give variables the values that they had, or none. */
export function giveBack(names: readonly string[], env: Environment): string {
  return names.map((name) => restore(name, env[name])).join('; ');
}

function restore(name: string, value: string | undefined): string {
  if (value === undefined) return `unset ${name}`;
  const quoted = `'${value.replaceAll("'", `'\\''`)}'`;
  // bash complains of a locale that is not installed.
  return `export ${name}=${quoted} 2>/dev/null`;
}
