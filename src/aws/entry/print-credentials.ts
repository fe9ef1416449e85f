import { dynamodbClient } from '../clients.js';

/**
 * A credential_process for the AWS SDK for Java: prints, once, the credentials of a profile as the AWS SDK for JavaScript
 * finds them, in the form that AWS specifies for such a process. Java asks again shortly before they expire.
 *
 * Arguments: the profile, and the region to renew a login in if neither it nor the profile has one.
 */
const [profile, region = 'us-east-1'] = process.argv.slice(2);

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
try {
  const client = await dynamodbClient({ region, profile });
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
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
