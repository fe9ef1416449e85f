/** A word in single quotes, as bash and zsh read them. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
