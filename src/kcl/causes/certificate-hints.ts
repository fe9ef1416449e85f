/** What to do about a certificate that node or java does not accept. */
export const certificateHints = {
  untrusted:
    'name the certificate of its authority with NODE_EXTRA_CA_CERTS=FILE (PEM), of which java is told too; AWS_CA_BUNDLE is for the AWS CLI alone',
  expired: "check this machine's clock, then the certificate of the server or proxy",
  otherHost: 'check the endpoint (--endpoint-url) and the proxy',
} as const;
