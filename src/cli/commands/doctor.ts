import { Command } from 'commander';
import type { Context } from '../../context.js';
import { coloursFor } from '../../ui/colour.js';
import { addAwsOptions } from '../flags/aws.js';
import type { CommandFactory } from '../cli.js';
import { columns } from '../../ui/columns.js';
import type { Check } from './doctor/check.js';
import { addJarOptions, jarSettings, type JarOptions } from '../flags/jars.js';

interface DoctorOptions extends JarOptions {
  readonly java?: string;
  readonly local?: true;
  readonly json?: true;
}

export const doctorCommand: CommandFactory = (cli) => {
  const command = new Command('doctor')
    .description(
      'Check node, java, the cache, the jars, and AWS: region, credentials, and the stream and tables that you name. Each problem comes with its fix. Exits 1 if a check fails.',
    )
    .option('--local', 'check only what run --local needs')
    .option('--java <path>', 'the java to use: a launcher or the folder of a JDK')
    .option('--json', 'print a JSON array');
  addAwsOptions(command);
  addJarOptions(command);
  return command.action(async (options: DoctorOptions & Readonly<Record<string, unknown>>) => {
    const context = cli.context();
    const { checkMachine } = await import('./doctor/check-machine.js');
    const local = options.local ?? false;
    const question = {
      nodeVersion: process.versions.node,
      java: options.java ?? context.env['KCL_TS_JAVA'],
      jars: jarSettings(options, context),
      local,
    };
    const checks = await checkMachine(question, context);
    if (!local) {
      const { checkAws } = await import('./doctor/check-aws.js');
      const { checkTrust } = await import('./doctor/check-trust.js');
      checks.push(...(await checkTrust(question.java, context)), ...(await checkAws(options, context)));
    }
    context.stdout.write(options.json ? `${JSON.stringify(checks, null, 2)}\n` : asText(checks, context));
    if (checks.some(({ status }) => status === 'fail')) process.exitCode = 1;
  });
};

/** A line for each check, and under those that need one their fix. */
function asText(checks: readonly Check[], { stdout, env }: Context): string {
  const paint = coloursFor(stdout, env);
  const colours = { ok: paint.green, warn: paint.yellow, fail: paint.red };
  const lines = columns(checks.map(({ status, name, message }) => [status, name, message]))
    .trimEnd()
    .split('\n');
  return checks
    .map(({ status, details, fix }, index) => {
      const line = (lines[index] ?? '').replace(status, colours[status](status));
      if (status === 'ok') return `${line}\n`;
      const more = [
        ...(details?.split('\n') ?? []),
        ...(fix === undefined ? [] : `${paint.cyan('→')} ${fix.replaceAll('\n', '\n  ')}`.split('\n')),
      ];
      return [line, ...more.map((text) => `      ${text}`)].map((text) => `${text}\n`).join('');
    })
    .join('');
}
