import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { giveBack } from '../../src/child/give-back.js';

describe('variables that were meant for java alone', () => {
  it('get the values that they had, or none', () => {
    const words = giveBack(['LC_ALL', 'HOME', 'TZ'], { LC_ALL: "it's $HOME `x`\n2", HOME: '' });
    const script = `${words}; printf '%s|' "$LC_ALL" "\${HOME-none}" "\${TZ-none}"`;
    const env = { LC_ALL: 'C.UTF-8', HOME: '/java', TZ: 'UTC', PATH: process.env['PATH'] };
    expect(execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' })).toBe(
      "it's $HOME `x`\n2||none|",
    );
  });

  it('are none where java has nothing of its own', () => {
    expect(giveBack([], {})).toBe('');
  });
});
