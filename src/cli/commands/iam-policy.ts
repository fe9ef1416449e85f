import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandFactory } from '../cli.js';
import { lockFileOption } from '../flags/jars.js';
import { addPropertyOptions, collectProperties } from '../flags/properties.js';

export const iamPolicyCommand: CommandFactory = (cli) => {
  const command = new Command('iam-policy')
    .description('Print the smallest IAM policy that run needs with the same flags, as JSON.')
    .usage('--stream <name> --app <name> [options]')
    .addOption(
      new Option('--account <number>', 'the AWS account (default: that of --stream-arn, else any)').argParser(
        parseAccount,
      ),
    )
    .addOption(
      new Option(
        '--kms-key <arn>',
        'the KMS key of an encrypted stream, unless it is the AWS managed key (alias/aws/kinesis)',
      ).argParser(parseKey),
    )
    .option('--provisioned', 'for a worker whose tables kcl-ts provision has made: it creates none');
  addPropertyOptions(command).addOption(lockFileOption());
  return command.action(async (options: Readonly<Record<string, unknown>>) => {
    const context = cli.context();
    const collected = await collectProperties(options, context);
    const { iamPolicy } = await import('../../properties/iam-policy.js');
    const given = typeof options['account'] === 'string' ? options['account'] : undefined;
    const account = given ?? collected.streamArn?.split(':')[4];
    const kmsKey = typeof options['kmsKey'] === 'string' ? options['kmsKey'] : undefined;
    const provisioned = options['provisioned'] === true;
    const choice = { kmsKey, provisioned, ...(account === undefined ? {} : { account }) };
    if (account === undefined) {
      context.reporter.info('the policy allows any account; --account limits it to one');
    }
    context.stdout.write(`${JSON.stringify(iamPolicy(collected, choice), null, 2)}\n`);
  });
};

function parseAccount(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected the 12 digits of an AWS account.');
}

/** An alias will not do: a policy names the key itself. */
function parseKey(value: string): string {
  if (/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(value)) return value;
  throw new InvalidArgumentError(
    'Expected the ARN of a key, such as arn:aws:kms:eu-west-1:123456789012:key/…; aws kms describe-key --key-id alias/NAME prints that of an alias.',
  );
}
