import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.js';
import { credentials } from './credentials.js';
import { jars } from './jars.js';
import { machine } from './machine.js';
import type { MessageCase } from './message-case.js';
import { missingModules } from './missing-modules.js';
import { network } from './network.js';
import { processors } from './processors.js';
import { provoke } from './provoke.js';
import { records } from './records.js';

const groups: Readonly<Record<string, readonly MessageCase[]>> = {
  'the command line': commandLine,
  credentials,
  jars,
  'the machine': machine,
  'modules that are not there': missingModules,
  'the network': network,
  processors,
  'records to try with': records,
};

describe.concurrent.each(Object.entries(groups))('what is said about %s', (_, cases) => {
  it.each(cases.map((one) => [one.when, one] as const))('when %s', async (_when, one) => {
    const { exitCode, stderr, stdout = '' } = one;
    expect(await provoke(one)).toEqual({ exitCode, stdout, stderr });
  });
});
