import { describe, expect, it } from 'vitest';
import { readShellCommand } from '../../../src/worker/prepare/shell-command.js';

describe('the program of a command', () => {
  it.each([
    ['python3 app.py', 'python3'],
    ['  ./app --flag="a b; c"', './app'],
    ["'/my apps/run' one", '/my apps/run'],
    ['"/my apps/run" --one', '/my apps/run'],
    [`node app.js 'a & b' "c | d" e\\;f`, 'node'],
    ['app $HOME/x', 'app'],
  ])('of %s is %s', (command, program) => {
    expect(readShellCommand(command).program).toBe(program);
  });

  it.each([
    'cd app && python3 app.py',
    'A=b python3 app.py',
    'exec python3 app.py',
    '. ./env.sh; app',
    'app | tee log',
    'app 2>err',
    '$APP',
    '"$APP" x',
    '~/bin/app',
    '$(which app)',
    'if true; then app; fi',
    '(app)',
    "app 'unfinished",
    '',
  ])('is not to be told of %s', (command) => {
    expect(readShellCommand(command).program).toBeUndefined();
  });
});
