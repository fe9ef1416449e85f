import type { KnownCause } from './cause.js';

/** AWS is not reached, or something else answers: it may be over at any time, and the KCL tries on. */
export const networkCauses: readonly KnownCause[] = [
  {
    pattern: /UnknownHostException: ([\w.-]+)/,
    code: 'AWS_UNREACHABLE',
    message: (match) => `the host ${match[1] ?? ''} cannot be resolved`,
    hint: 'check --region, the endpoints and the network',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /NotSslRecordException|Unsupported or unrecognized SSL message/,
    code: 'AWS_UNREACHABLE',
    message: 'an AWS endpoint answered, but not by TLS',
    hint: 'check the endpoints: one without TLS starts with http://',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern: /ProxyConnectException|[Pp]roxy[^←]*(?:refused|denied|40[37])/,
    code: 'AWS_UNREACHABLE',
    message: 'the proxy did not let a call to AWS through',
    hint: 'check HTTPS_PROXY and NO_PROXY, and that the proxy allows CONNECT to the hosts of AWS',
    hopeless: false,
    endsARun: false,
  },
  {
    // Netty names the address, with the host before the slash if it had one.
    pattern: /Connection refused: ([\w.-]*)\/(\S+)/,
    code: 'AWS_UNREACHABLE',
    message: ([, host, address = '']) => `${host ? `${host} (${address})` : address} refused the connection`,
    hint: 'check the endpoints (--endpoint-url), the proxy and the network',
    hopeless: false,
    endsARun: false,
  },
  {
    pattern:
      /(?:UnableToConnect|Connection refused|ConnectException|Unable to execute HTTP request|Network is unreachable|No route to host)/,
    code: 'AWS_UNREACHABLE',
    message: 'an AWS endpoint did not accept the connection',
    hint: 'check the endpoints (--endpoint-url), the proxy and the network',
    hopeless: false,
    endsARun: false,
  },
];
