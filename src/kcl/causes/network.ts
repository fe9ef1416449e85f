import { certificateHints } from './certificate-hints.js';
import type { KnownCause } from './cause.js';

/** AWS is not reached, or something else answers: it may be over at any time, and the KCL tries on. */
export const networkCauses: readonly KnownCause[] = [
  {
    pattern:
      /PKIX path validation failed|Certificate(?:Expired|NotYetValid)Exception|certificate has expired/,
    code: 'AWS_UNREACHABLE',
    message: 'the certificate of an AWS endpoint has expired or is not valid yet',
    hint: certificateHints.expired,
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /No subject alternative|No name matching|does not match certificate's altnames/,
    code: 'AWS_UNREACHABLE',
    message: 'the certificate of an AWS endpoint is for another host',
    hint: certificateHints.otherHost,
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /trustAnchors parameter must be non-empty/,
    code: 'AWS_UNREACHABLE',
    message: 'java trusts no certificate authority: its trust store is missing or empty',
    hint: 'install its certificates (apt install ca-certificates-java), or check -Djavax.net.ssl.trustStore',
    hopeless: true,
    endsARun: false,
  },
  {
    pattern: /PKIX path building failed|unable to find valid certification path/,
    code: 'AWS_UNREACHABLE',
    message: 'java does not trust the certificate of an AWS endpoint',
    hint: `${certificateHints.untrusted}; a store that -Djavax.net.ssl.trustStore names is used as it is`,
    hopeless: true,
    endsARun: false,
  },
  {
    // Java may trust it all the same, by a store of its own.
    pattern: /unable to (?:verify the first|get (?:local )?issuer) certificate|self-signed certificate/,
    code: 'AWS_UNREACHABLE',
    message: 'node does not trust the certificate of an AWS endpoint',
    hint: certificateHints.untrusted,
    hopeless: false,
    endsARun: false,
  },
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
    message: 'an AWS endpoint answered without TLS',
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
