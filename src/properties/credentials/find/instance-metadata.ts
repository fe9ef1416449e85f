import { request } from 'node:http';
import type { Environment } from '../../../context.js';
import type { SearchResult } from './search.js';

const metadataAddress = 'http://169.254.169.254';
const roles = '/latest/meta-data/iam/security-credentials/';

/** Long enough for a link-local address; where nothing answers, nothing will. */
const patienceMillis = 1000;

/** Whether the metadata service of EC2 knows a role of this instance: its name is asked for, no credentials. */
export async function lookForInstanceRole(env: Environment): Promise<SearchResult> {
  const none = { missing: 'this is not an EC2 instance, or its metadata service is turned off' };
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return none;
  const address = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || metadataAddress;
  if (!URL.canParse(address)) return none;
  const token = await ask(new URL('/latest/api/token', address), 'PUT', {
    'x-aws-ec2-metadata-token-ttl-seconds': '60',
  });
  if (token === 'unreachable') return none;
  const answer = await ask(
    new URL(roles, address),
    'GET',
    typeof token === 'object' && token.status === 200 ? { 'x-aws-ec2-metadata-token': token.text } : {},
  );
  if (typeof answer === 'string' || (token === 'silent' && answer.status === 401)) {
    return {
      missing: 'the metadata service of EC2 is there, but does not answer',
      hint: 'in a container, raise its hop limit: aws ec2 modify-instance-metadata-options --instance-id ID --http-put-response-hop-limit 2',
    };
  }
  const role = answer.status === 200 ? answer.text.split('\n')[0]?.trim() : undefined;
  if (role) return { found: `the role ${role} of this EC2 instance` };
  return {
    missing: 'this EC2 instance has no role',
    hint: 'attach a role to the instance, or name a profile',
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** `silent`: there is something, which says nothing. */
function ask(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answer | 'silent' | 'unreachable'> {
  return new Promise((resolve) => {
    let connected = false;
    const call = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.setTimeout(patienceMillis, () => call.destroy());
    call.once('socket', (socket) => socket.once('connect', () => (connected = true)));
    call.once('error', () => resolve(connected ? 'silent' : 'unreachable'));
    call.once('close', () => resolve(connected ? 'silent' : 'unreachable'));
    call.end();
  });
}
