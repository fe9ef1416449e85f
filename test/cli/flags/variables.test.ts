import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { levelsOf } from '../../../src/logs/log-levels.js';
import { takeVariables, variableOf } from '../../../src/cli/flags/variables.js';
import { runCommand } from '../../../src/cli/commands/run.js';
import { simulateCommand } from '../../../src/cli/commands/simulate.js';
import { propertyOptions } from '../../../src/properties/table/flags.js';
import { misspeltVariables } from '../../../src/properties/read/sources.js';
import { noCli } from '../../support/command-lines.js';

const ofKeys = new Set(propertyOptions.map(({ flag }) => flag));
const byHand = ['--jars-lock', '--jars-dir', '--maven-repo', '--offline', '--jobs', '--classpath'];

const command = (): Command =>
  runCommand(noCli)
    .exitOverride()
    .action(() => undefined);
const options = command().options.filter(({ flags }) => !ofKeys.has(flags));
const own = options.filter(({ long }) => !byHand.includes(long ?? ''));

/** A value that the option takes, and that is not its default. */
function sample({ long, argChoices }: Option): string {
  if (argChoices) return argChoices.at(-1) ?? '';
  return long === '--on-error' ? 'skip' : '7';
}

async function given(
  words: readonly string[],
  env: Record<string, string>,
): Promise<Record<string, unknown>> {
  const parsed = command();
  await parsed.parseAsync(words, { from: 'user' });
  takeVariables(parsed, env);
  return parsed.opts();
}

describe('the variables of the options of run', () => {
  it.each(options.map((option) => [option.long ?? '', option] as const))(
    'are in the help: %s',
    (_, option) => {
      expect(option.description).toMatch(/\[KCL_TS_\w+\]$/);
    },
  );

  it.each(own.map((option) => [option.long ?? '', option] as const))('stand for %s', async (long, option) => {
    const variable = variableOf(option) ?? '';
    const takesValue = option.required || option.optional;
    const byFlag = await given(takesValue ? [long, sample(option)] : [long], {});
    const text = takesValue ? sample(option) : option.negate ? 'no' : 'yes';
    expect(await given([], { [variable]: text })).toEqual(byFlag);
    expect(byFlag).not.toEqual(await given([], {}));
    expect(
      misspeltVariables(
        { [variable]: text },
        own.map((one) => variableOf(one) ?? ''),
      ),
    ).toEqual([]);
  });

  it('are weaker than the command line, and nothing when they are empty', async () => {
    expect(await given(['--log-level', 'warn'], { KCL_TS_LOG_LEVEL: 'debug' })).toMatchObject({
      logLevel: levelsOf('warn'),
    });
    expect(await given([], { KCL_TS_LOG_LEVEL: '' })).toMatchObject({ logLevel: levelsOf('info') });
  });

  it('may turn a switch off', async () => {
    expect(await given([], { KCL_TS_UNTIL_CAUGHT_UP: 'no', KCL_TS_TAKE_OVER: 'yes' })).toEqual(
      await given([], {}),
    );
  });

  it.each([
    [
      'KCL_TS_LOG_LEVEL',
      'loud',
      'KCL_TS_LOG_LEVEL=loud: no level is called loud; the levels are trace, debug, info, warn, error',
    ],
    ['KCL_TS_HEALTH_PORT', 'x', 'KCL_TS_HEALTH_PORT=x: expected a whole number from 0 to 65535'],
    ['KCL_TS_DRY_RUN', 'perhaps', 'KCL_TS_DRY_RUN=perhaps: expected true or false'],
  ])('are checked: %s=%s', async (variable, text, message) => {
    await expect(given([], { [variable]: text })).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
  });

  it('hold for simulate too, where it has the same options', () => {
    const shared = simulateCommand(noCli).options.filter(({ flags }) =>
      own.some((one) => one.flags === flags),
    );
    expect(shared.map(variableOf)).toEqual(
      ['EXEC', 'TSCONFIG', 'ON_ERROR', 'TRACE', 'LOG_LEVEL', 'LOG_FORMAT'].map((name) => `KCL_TS_${name}`),
    );
  });
});
