import { dynamodbClient } from '../../aws/clients.js';
import { proxyForNode } from '../../properties/proxy.js';

/**
 * A credential_process for the AWS SDK for Java: prints, once, the credentials of a profile as the AWS SDK for JavaScript
 * finds them, in the form that AWS specifies for such a process. Java asks again shortly before they expire.
 *
 * Arguments: the profile, and the region to renew a login in if neither it nor the profile has one.
 */
const [profile, region = 'us-east-1'] = process.argv.slice(2);

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// Where the profile gives nothing, the SDK would go on and answer with somebody else's.
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
delete process.env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
delete process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
delete process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];

/** What the SDK tells its log and not who asked: why the profile gives nothing. */
const reasons: string[] = [];
const ignore = (): void => undefined;
const logger = {
  debug: (...words: unknown[]) =>
    void reasons.push(words.filter((word) => typeof word === 'string').join(' ')),
  info: ignore,
  warn: ignore,
  error: ignore,
};
try {
  const client = await dynamodbClient({ region, profile, logger, proxyFor: proxyForNode(process.env) });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await client.config.credentials();
  process.stdout.write(
    JSON.stringify({
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration?.toISOString(),
    }),
  );
} catch (error) {
  const why = reasons.find((reason) => /token|authenticate/i.test(reason)) ?? String(error);
  process.stderr.write(why);
  process.exitCode = 1;
}
