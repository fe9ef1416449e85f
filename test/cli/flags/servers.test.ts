import { describe, expect, it } from 'vitest';
import { serverChoices } from '../../../src/cli/flags/servers.js';

const usual = { healthHost: '0.0.0.0', stallAfter: 300 };

describe('the flags of the servers of a worker', () => {
  it('give the metrics the address of the health checks unless they have their own', () => {
    expect(serverChoices({ ...usual, healthHost: '::1', metricsPort: 9 })).toEqual({
      health: undefined,
      metrics: { port: 9, host: '::1' },
    });
    expect(serverChoices({ ...usual, healthPort: 8, metricsPort: 9, metricsHost: '127.0.0.1' })).toEqual({
      health: { port: 8, host: '0.0.0.0', stallAfterMs: 300_000 },
      metrics: { port: 9, host: '127.0.0.1' },
    });
  });

  it('cannot have one port at two addresses', () => {
    expect(() =>
      serverChoices({ ...usual, healthPort: 8, metricsPort: 8, metricsHost: '127.0.0.1' }),
    ).toThrow(
      '--health-port and --metrics-port are both 8, but --health-host is 0.0.0.0 and --metrics-host is 127.0.0.1',
    );
  });
});
