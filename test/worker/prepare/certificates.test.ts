import { expect, it } from 'vitest';
import { causeIn } from '../../../src/kcl/causes/index.js';

const handshake = 'SdkClientException: Unable to execute HTTP request: javax.net.ssl.SSLHandshakeException: ';

/** In the words of Java 17 and of node 20. */
it.each([
  [
    `${handshake}PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target`,
    'java does not trust the certificate of an AWS endpoint',
  ],
  [
    `${handshake}PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed`,
    'the certificate of an AWS endpoint has expired or is not valid yet',
  ],
  [
    `${handshake}No subject alternative names matching IP address 127.0.0.1 found`,
    'the certificate of an AWS endpoint is for another host',
  ],
  [
    'RuntimeException: Unexpected error: java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty',
    'java trusts no certificate authority: its trust store is missing or empty',
  ],
  [
    'Error: self-signed certificate in certificate chain',
    'node does not trust the certificate of an AWS endpoint',
  ],
])('a certificate that is refused has a name: %s', (text, message) => {
  expect(causeIn(text)).toMatchObject({ code: 'AWS_UNREACHABLE', message, endsARun: false });
});
