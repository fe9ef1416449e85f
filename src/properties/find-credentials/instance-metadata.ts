import { connect } from 'node:net';
import type { Environment } from '../../context.js';

const metadataAddress = 'http://169.254.169.254';

/** Long enough for a link-local address; where nothing answers, nothing will. */
const patienceMillis = 1000;

/** Whether the metadata service of EC2 answers: a connection is made and closed, nothing is asked. */
export async function hasInstanceMetadata(env: Environment): Promise<boolean> {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return false;
  const address = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || metadataAddress;
  if (!URL.canParse(address)) return false;
  const { hostname, port } = new URL(address);
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 80) });
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(patienceMillis, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
