import type { MessageCase } from './message-case.js';

const look =
  '  → check the network, --region and, if you named one, the endpoint (--endpoint-url) and the proxy';
const leases = ['leases', '--app', 'MyApp', '--stream', 'words', '--region', 'eu-west-1'];
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

export const network: readonly MessageCase[] = [
  {
    when: 'nothing listens at the endpoint',
    args: [...leases, '--endpoint-url', 'http://127.0.0.1:1'],
    env: keys,
    exitCode: 1,
    stderr: ['kcl-ts: cannot read the table MyApp: http://127.0.0.1:<port> refused the connection', look],
  },
  {
    when: 'its name cannot be resolved',
    args: [...leases, '--endpoint-url', 'https://kinesis.invalid'],
    env: keys,
    exitCode: 1,
    stderr: [
      'kcl-ts: cannot read the table MyApp: the host name of https://kinesis.invalid cannot be resolved (<code>)',
      look,
    ],
  },
  {
    when: 'the proxy refuses',
    args: leases,
    env: { ...keys, HTTPS_PROXY: 'http://127.0.0.1:1' },
    exitCode: 1,
    stderr: [
      'kcl-ts: cannot read the table MyApp: <endpoint> by the proxy 127.0.0.1:<port> refused the connection',
      look,
    ],
  },
  {
    when: 'the proxy refuses, and doctor looks',
    args: ['doctor', '--stream', 'words', '--app', 'MyApp', '--region', 'eu-west-1'],
    env: { ...keys, HTTPS_PROXY: 'http://127.0.0.1:1' },
    exitCode: 1,
    part: /^\S+ +credentials[^]*/m,
    stdout: [
      'fail  credentials      cannot ask Kinesis: <endpoint> by the proxy 127.0.0.1:<port> refused the connection',
      `    ${look}`,
    ].join('\n'),
    stderr: [''],
  },
];
