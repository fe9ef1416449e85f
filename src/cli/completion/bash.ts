import type { CompletedCommand, CompletedFlag, Values } from './describe.js';
import { quoted } from './quoted.js';
import { below, named, summaries } from './tree.js';

/** For bash 3.2, which macOS has, and newer ones. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const paths = [{ path: [], summary: '', flags: [], args: [] }, ...commands];
  return `# bash completion for kcl-ts. To load it: source <(kcl-ts completion bash)

# what a command takes: _kcl_ts_command COMMAND sets commands, flags and args
_kcl_ts_command() {
  case $1 in
${paths.map((command) => commandCase(command, commands)).join('\n')}
  esac
}

# what a flag takes: _kcl_ts_values COMMAND FLAG sets values, and fails for a switch
_kcl_ts_values() {
  case "$1 $2" in
${commands.flatMap(valueCases).join('\n')}
  *) return 1 ;;
  esac
}

_kcl_ts() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command='' place=0 flag='' values='' commands flags args word i
  COMPREPLY=()
  _kcl_ts_command ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then
      : # --flag=value comes as three words
    elif [[ -n $flag ]]; then
      flag=''
    elif [[ $word == -* ]]; then
      if _kcl_ts_values "$command" "$word"; then flag=$word; fi
    elif [[ " $commands " == *" $word "* ]]; then
      command="\${command:+$command }$word"
      _kcl_ts_command "$command"
    else
      place=$((place + 1))
    fi
  done
  if [[ $cur == '=' ]]; then cur=''; fi
  if [[ -n $flag ]]; then
    _kcl_ts_values "$command" "$flag"
  elif [[ $cur == -* ]]; then
    values=$flags
  elif [[ -n $commands ]]; then
    values=$commands
  else
    values=\${args[place]:-@anything}
  fi
  case $values in
  @anything) ;;
  @files | @folders)
    compopt -o filenames 2>/dev/null
    local action=-f
    if [[ $values == @folders ]]; then action=-d; fi
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$action" -- "$cur")
    ;;
  *)
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$values" -- "$cur")
    ;;
  esac
}

complete -F _kcl_ts kcl-ts
`;
}

function commandCase({ path, flags, args }: CompletedCommand, all: readonly CompletedCommand[]): string {
  const names = path.length === 0 ? ['--help', '--version'] : flags.flatMap((flag) => flag.names);
  return `  ${quoted(path.join(' '))})
    commands=${quoted(
      summaries(below(all, path))
        .map(([name]) => name)
        .join(' '),
    )}
    flags=${quoted(names.join(' '))}
    args=(${args.map((values) => quoted(text(values))).join(' ')})
    ;;`;
}

/** One case for all flags of a command that take the same. */
function valueCases({ path, flags }: CompletedCommand): string[] {
  const byValues = new Map<string, string[]>();
  for (const flag of flags.filter(takesValue)) {
    const words = flag.names.map((name) => quoted(named(path, name)));
    byValues.set(text(flag.values), [...(byValues.get(text(flag.values)) ?? []), ...words]);
  }
  return [...byValues].map(([values, words]) => `  ${words.join(' | ')}) values=${quoted(values)} ;;`);
}

function takesValue(flag: CompletedFlag): flag is CompletedFlag & { readonly values: Values } {
  return flag.values !== undefined;
}

function text(values: Values): string {
  return values.kind === 'words' ? values.words.join(' ') : `@${values.kind}`;
}
