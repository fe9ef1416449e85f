import { describe, expect, it } from 'vitest';
import { logFormatOption, parseLogLevels } from '../../../src/cli/flags/log.js';

describe('--log-level', () => {
  it.each([
    ['warn', { 'kcl-ts': 'warn', kcl: 'warn', processor: 'warn', jvm: 'warn' }],
    ['kcl=warn, processor=debug', { 'kcl-ts': 'info', kcl: 'warn', processor: 'debug', jvm: 'info' }],
    ['kcl-ts=debug,ERROR', { 'kcl-ts': 'debug', kcl: 'error', processor: 'error', jvm: 'error' }],
  ])('%s is the level of each source', (text, levels) => {
    expect(parseLogLevels(text)).toEqual(levels);
  });

  it.each([
    ['warm', 'No level is called warm (did you mean warn?); the levels are trace, debug, info, warn, error.'],
    ['kcl=', "No level is called ''; the levels are trace, debug, info, warn, error."],
    ['info,', "No level is called ''; the levels are trace, debug, info, warn, error."],
    [
      'Procesor=debug',
      'No source is called Procesor (did you mean processor?); the sources are kcl-ts, kcl, processor, jvm.',
    ],
    ['kcl=warn,kcl=info', 'Got kcl twice, expected it once.'],
    ['warn,info', 'Got a level for all sources (warn, info) twice, expected it once.'],
  ])('%s is no level', (text, message) => {
    expect(() => parseLogLevels(text)).toThrow(message);
  });
});

describe('--log-format', () => {
  const parse = (text: string): unknown => logFormatOption().parseArg?.<unknown>(text, undefined);

  it('takes the older name of pretty', () => {
    expect([parse('text'), parse('json')]).toEqual(['pretty', 'json']);
  });

  it('says what may have been meant', () => {
    expect(() => parse('logfmr')).toThrow(
      'No format is called logfmr (did you mean logfmt?); the formats are pretty, json, logfmt.',
    );
  });
});
