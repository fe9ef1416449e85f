/** Object identifiers as DER: of the contents of PKCS #12 (RFC 7292). */
const data = '2a864886f70d010701';
const certificateBag = '2a864886f70d010c0a0103';
const x509Certificate = '2a864886f70d01091601';

/**
 * The certificates, as DER, in a PKCS #12 store that has no password, as java's own store of authorities is from 18 on
 * (JDK-8275252); undefined if it is anything else. Certificates under a password are keytool's to read.
 */
export function readPlainPkcs12(store: Buffer): Buffer[] | undefined {
  try {
    return [...certificatesOf(store)];
  } catch (error) {
    if (error instanceof NotPlain || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** It is no PKCS #12, is encrypted, or is not written as DER. */
class NotPlain extends Error {}

function* certificatesOf(store: Buffer): Generator<Buffer> {
  const [, authenticatedSafe] = children(only(store));
  for (const part of children(only(contentOf(authenticatedSafe, data)))) {
    for (const bag of children(only(contentOf(part, data)))) {
      const [kind, value] = children(bag);
      if (kind?.toString('hex') !== certificateBag || !value) continue;
      yield contentOf(only(value), x509Certificate);
    }
  }
}

/** The octets in `SEQUENCE { OBJECT IDENTIFIER, [0] EXPLICIT OCTET STRING }`. */
function contentOf(sequence: Buffer | undefined, identifier: string): Buffer {
  const [kind, value] = sequence ? children(sequence) : [];
  if (kind?.toString('hex') !== identifier || !value) throw new NotPlain();
  return only(value);
}

function only(bytes: Buffer): Buffer {
  const [value] = children(bytes);
  if (!value) throw new NotPlain();
  return value;
}

/** The contents of the values that stand one after another. */
function children(bytes: Buffer): Buffer[] {
  const values: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    let length = bytes.readUInt8(at + 1);
    at += 2;
    if (length === 0x80) throw new NotPlain();
    if (length > 0x80) {
      const octets = length - 0x80;
      if (octets > 4) throw new NotPlain();
      length = bytes.readUIntBE(at, octets);
      at += octets;
    }
    if (at + length > bytes.length) throw new NotPlain();
    values.push(bytes.subarray(at, (at += length)));
  }
  return values;
}
