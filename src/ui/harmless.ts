const escape = '\u001b';

/** The beginning of a colour or style: the only thing that data may tell a terminal. */
const style = `${escape}\\[[\\d;:]*m`;
/**
 * What a terminal acts on instead of showing it (C0, DEL, C1), what turns the direction of the text that follows
 * (https://trojansource.codes), and what Unicode takes for the end of a line.
 */
const control = '[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]';

const actingOnTerminals = new RegExp(`${style}|${control}`, 'gu');
const anyStyle = new RegExp(style);
const stylesToReset = new RegExp(`^.*${style}.*$`, 'gm');
const controls = new RegExp(control, 'gu');

/**
 * Text as it may go to a terminal, whoever wrote it: colours pass and end with their line, so do line ends and tabs; all
 * else that a terminal would act on is shown as `\x1b` or `\u202e`.
 */
export function harmless(text: string): string {
  const shown = text.replace(actingOnTerminals, (found) =>
    found === '\n' || found === '\t' || found.length > 1 ? found : visible(found),
  );
  return anyStyle.test(shown) ? shown.replace(stylesToReset, (line) => `${line}${escape}[0m`) : shown;
}

/** Text for a cell of a table: one line, and as wide as it is shown. */
export function oneLine(text: string): string {
  return text.replace(controls, visible);
}

function visible(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
