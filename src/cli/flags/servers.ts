import { Option, type Command } from 'commander';
import { KclTsError } from '../../errors.js';
import type { WorkerSettings } from '../../worker/settings.js';
import { parseWhole } from './whole.js';

/** What tells others how a worker is. */
export interface ServerOptions {
  readonly readyFile?: string;
  readonly healthPort?: number;
  readonly healthHost: string;
  readonly stallAfter: number;
  readonly metricsPort?: number;
  readonly metricsHost?: string;
}

export function addServerOptions(command: Command): Command {
  return command
    .optionsGroup('Health and metrics:')
    .option('--ready-file <file>', 'a file that exists while at least one shard is being read')
    .addOption(
      new Option('--health-port <port>', 'answer GET /live and GET /ready on this port').argParser(
        parseWhole(0, 65_535),
      ),
    )
    .option('--health-host <address>', 'address for --health-port', '0.0.0.0')
    .addOption(
      new Option(
        '--stall-after <seconds>',
        '/live fails after records have waited this long without progress',
      )
        .default(300)
        .argParser(parseWhole(1, 86_400)),
    )
    .addOption(
      new Option(
        '--metrics-port <port>',
        'answer GET /metrics for Prometheus on this port, which may be that of --health-port',
      ).argParser(parseWhole(0, 65_535)),
    )
    .option('--metrics-host <address>', 'address for --metrics-port (default: that of --health-host)');
}

/** @throws KclTsError USAGE for one port at two addresses */
export function serverChoices(options: ServerOptions): Pick<WorkerSettings, 'health' | 'metrics'> {
  const { healthPort, healthHost, stallAfter, metricsPort, metricsHost = healthHost } = options;
  if (metricsPort !== undefined && metricsPort === healthPort && metricsHost !== healthHost) {
    throw new KclTsError(
      'USAGE',
      `--health-port and --metrics-port are both ${metricsPort}, but --health-host is ${healthHost} and --metrics-host is ${metricsHost}`,
      { hint: 'leave --metrics-host out, or choose another port' },
    );
  }
  return {
    health:
      healthPort === undefined
        ? undefined
        : { port: healthPort, host: healthHost, stallAfterMs: stallAfter * 1000 },
    metrics: metricsPort === undefined ? undefined : { port: metricsPort, host: metricsHost },
  };
}
