import { createHash } from 'node:crypto';

/** What java's own stores of authorities are locked with: no secret, it is in every manual. */
const PASSWORD = 'changeit';
const MAGIC = 0xfeedfeed;
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;

/**
 * The trusted certificates, as DER, in a key store of the type JKS, which every java reads (sun.security.provider.
 * JavaKeyStore); undefined if it is of another type.
 *
 * @throws RangeError when it is cut off
 */
export function readJks(store: Buffer): Buffer[] | undefined {
  if (store.length < 12 || store.readUInt32BE(0) !== MAGIC) return undefined;
  const version = store.readUInt32BE(4);
  let at = 8;
  const number = (): number => store.readUInt32BE((at += 4) - 4);
  const text = (): string => store.toString('utf8', at + 2, (at += 2 + store.readUInt16BE(at)));
  const bytes = (): Buffer => {
    const length = number();
    if (at + length > store.length) throw new RangeError('the key store is cut off');
    return store.subarray(at, (at += length));
  };
  const certificate = (): Buffer => {
    if (version > 1) text();
    return bytes();
  };
  const certificates: Buffer[] = [];
  for (let left = number(); left > 0; left--) {
    const kind = number();
    text();
    at += 8; // When it was made.
    if (kind === TRUSTED_CERTIFICATE) certificates.push(certificate());
    else if (kind === PRIVATE_KEY) {
      bytes();
      for (let chain = number(); chain > 0; chain--) certificate();
    } else return undefined;
  }
  return certificates;
}

/** A key store of the type JKS that trusts these certificates, given as DER. */
export function writeJks(certificates: readonly Buffer[]): Buffer {
  const entries = certificates.flatMap((certificate, index) => [
    uint32(TRUSTED_CERTIFICATE),
    text(`authority-${index}`),
    Buffer.alloc(8),
    text('X.509'),
    uint32(certificate.length),
    certificate,
  ]);
  const content = Buffer.concat([uint32(MAGIC), uint32(2), uint32(certificates.length), ...entries]);
  const seal = createHash('sha1')
    .update(Buffer.from(PASSWORD, 'utf16le').swap16())
    .update('Mighty Aphrodite')
    .update(content)
    .digest();
  return Buffer.concat([content, seal]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}
