// Draws docs/terminal.svg, the picture of the README, from what a run prints: node scripts/terminal-picture.mjs (after a build).
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './install.mjs';

const ESCAPE = '\u001b[';
const command = 'kcl-ts run ./processor.ts --stream words --app MyApp --local --until-caught-up';
const lines = printedBy(command);
writeFileSync(join(root, 'docs', 'terminal.svg'), picture([`$ npx ${command}`, ...shortened(lines)]));

/** In colour, with short times. */
function printedBy(line) {
  const { stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'kcl-ts.js'), ...line.split(' ').slice(1)],
    { cwd: join(root, 'test', 'readme'), encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1' } },
  );
  return stderr
    .trimEnd()
    .split('\n')
    .map((printed) => printed.replace(/\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d\.\d)\d\dZ/, '$1'));
}

/** Some records stand for all. */
function shortened(all) {
  const isRecord = (line) => / key-\d+ /.test(line);
  const first = all.findIndex(isRecord);
  const last = all.findLastIndex(isRecord);
  return [...all.slice(0, first + 6), '…', ...all.slice(last - 1)];
}

function picture(rows) {
  const [width, height] = [
    Math.max(...rows.map((row) => stripVTControlCharacters(row).length)) * 7.2 + 32,
    rows.length * 18 + 32,
  ];
  const texts = rows.map((row, index) => `<text x="16" y="${index * 18 + 28}">${coloured(row)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}" role="img">
<title>A run of kcl-ts with the embedded Kinesis</title>
<style>text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#d4d4d4;white-space:pre}.dim{fill:#8a8a8a}.cyan{fill:#4ec9b0}</style>
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
${texts.join('\n')}
</svg>
`;
}

/** The styles that the log has: dim and cyan; each other code ends one. */
function coloured(row) {
  const [first = '', ...parts] = row.split(ESCAPE);
  return escaped(first) + parts.map(styled).join('');
}

function styled(part) {
  const [, code, text] = /^(\d+)m([^]*)$/.exec(part);
  const style = { 2: 'dim', 36: 'cyan' }[code];
  return style === undefined || text === ''
    ? escaped(text)
    : `<tspan class="${style}">${escaped(text)}</tspan>`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
