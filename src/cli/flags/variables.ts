import { InvalidArgumentError, type Command, type Option } from 'commander';
import { KclTsError } from '../../errors.js';
import { environmentName, propertyOptions } from '../../properties/table/flags.js';
import { pair } from '../../properties/read/setting.js';
import { lowercase } from '../usage-error.js';

const variables = new WeakMap<Option, string>();
const names = new Set<string>();

/** Lets an option be given by a variable as well, `KCL_TS_LOG_LEVEL` for `--log-level`, and says so in its help. */
function withVariable(option: Option): Option {
  const variable = environmentName(option.long ?? option.flags);
  variables.set(option, variable);
  names.add(variable);
  option.description += ` [${variable}]`;
  return option;
}

/** Does so for the options of a command that no other part takes variables for. */
export function withVariables(command: Command, only?: readonly string[]): void {
  const taken = new Set(propertyOptions.map(({ flag }) => flag));
  for (const option of command.options) {
    const isOurs = !taken.has(option.flags) && !/\[KCL_TS_\w+\]$/.test(option.description);
    if (isOurs && (only?.includes(option.long ?? '') ?? true)) withVariable(option);
  }
}

/** The variables of all options that there are so far. */
export function variableNames(): ReadonlySet<string> {
  return names;
}

/** The variable that an option of a command may be given by. */
export function variableOf(option: Option): string | undefined {
  return variables.get(option);
}

/**
 * Takes what the command line does not say from the variables. An empty variable is none. A switch is turned on by 1, true,
 * yes or on, and off by 0, false, no or off; `--no-take-over` is KCL_TS_TAKE_OVER=no.
 *
 * @throws KclTsError CONFIG_INVALID
 */
export function takeVariables(command: Command, env: Readonly<Record<string, string | undefined>>): void {
  for (const option of command.options) {
    const variable = variables.get(option);
    const text = variable === undefined ? undefined : env[variable];
    const key = option.attributeName();
    if (variable === undefined || !text || command.getOptionValueSource(key) === 'cli') continue;
    command.setOptionValueWithSource(key, read(option, variable, text), 'env');
  }
}

function read(option: Option, variable: string, text: string): unknown {
  if (!option.required && !option.optional) return readSwitch(option, variable, text);
  try {
    return option.parseArg ? option.parseArg<unknown>(text, undefined) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw invalid(variable, text, error.message);
  }
}

function readSwitch({ negate }: Option, variable: string, text: string): true | false | undefined {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off)$/i.test(text)) return negate ? false : undefined;
  throw invalid(variable, text, 'expected true or false');
}

function invalid(variable: string, text: string, why: string): KclTsError {
  return new KclTsError('CONFIG_INVALID', `${pair(variable, text)}: ${lowercase(why)}`, {
    hint: 'set the variable to one of these, or unset it',
  });
}
