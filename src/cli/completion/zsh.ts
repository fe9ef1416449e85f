import type { CompletedCommand, CompletedFlag, Values } from './describe.js';
import { quoted } from './quoted.js';
import { below, summaries } from './tree.js';

/** Works from a file `_kcl-ts` in a folder of `fpath`, and sourced after `compinit`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const top: CompletedCommand = {
    path: [],
    summary: '',
    flags: [
      { names: ['--help', '-h'], summary: 'show the help', repeatable: false },
      { names: ['--version', '-V'], summary: 'print the version', repeatable: false },
    ],
    args: [],
  };
  return `#compdef kcl-ts
# zsh completion for kcl-ts. To load it: source <(kcl-ts completion zsh), after compinit

${[top, ...commands].map((command) => functionOf(command, below(commands, command.path))).join('\n')}
if [ "$funcstack[1]" = "_kcl-ts" ]; then
  _kcl-ts "$@"
else
  compdef _kcl-ts kcl-ts
fi
`;
}

function functionOf(command: CompletedCommand, inner: readonly CompletedCommand[]): string {
  const flags = command.flags.map(flagSpec);
  if (inner.length === 0) {
    const args = command.args.map((values, index) => quoted(`${index + 1}: :${action(values)}`));
    return `${name(command.path)}() {\n  ${['_arguments', ...flags, ...args].join(' \\\n    ')}\n}\n`;
  }
  const list = summaries(inner).map(([word, summary]) => quoted(`${word}:${summary}`));
  const cases = inner.map(({ path }) => `    ${path.at(-1) ?? ''}) ${name(path)} ;;`);
  return `${name(command.path)}() {
  local curcontext=$curcontext state line
  local -a commands
  typeset -A opt_args
  ${['_arguments -C', ...flags, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')} && return
  case $state in
  command)
    commands=(\n      ${list.join('\n      ')}\n    )
    _describe command commands
    ;;
  rest)
    case $words[1] in\n${cases.join('\n')}\n    esac
    ;;
  esac
}
`;
}

function name(path: readonly string[]): string {
  return ['_kcl-ts', ...path].join('_');
}

/** `'(--quiet -q)'{--quiet,-q}'[print nothing]'` */
function flagSpec({ names, summary, values, repeatable }: CompletedFlag): string {
  const meaning = `[${summary.replaceAll(/[[\]:\\]/g, '\\$&')}]`;
  const value = values === undefined ? '' : `: :${action(values)}`;
  const equals = values === undefined ? '' : '=';
  const star = repeatable ? '*' : '';
  const [first = '', ...others] = names;
  if (others.length === 0) return quoted(`${star}${first}${equals}${meaning}${value}`);
  const before = repeatable ? quoted('*') : quoted(`(${names.join(' ')})`);
  return `${before}{${names.map((each) => `${each}${each.startsWith('--') ? equals : ''}`).join(',')}}${quoted(`${meaning}${value}`)}`;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.map((word) => word.replaceAll(/[:\\ ()]/g, '\\$&')).join(' ')})`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'anything':
      return ' ';
  }
}
