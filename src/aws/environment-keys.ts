import type { Environment } from '../context.js';
import type { ClientSettings } from './clients.js';

/**
 * The keys in the environment, for a client that is given no profile. The AWS SDK for JavaScript passes them over if
 * AWS_PROFILE is set too; the daemon's, like the AWS CLI, takes them, and kcl-ts must be the same as the daemon to AWS.
 */
export function environmentKeys(env: Environment): Pick<ClientSettings, 'credentials'> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  return {
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    },
  };
}
