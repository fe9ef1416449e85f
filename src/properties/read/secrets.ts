/** A key that may well hold a secret: the daemon logs every key and value it reads. */
export function looksSecret(key: string): boolean {
  return /secret|password|passwd|token|access_?key|private_?key/i.test(key);
}

/** A value as it may be shown: without the user part of a URL, and without what no provider of credentials takes. */
export function withoutSecrets(value: string): string {
  return value
    .replace(/(\/\/)[^/@\s]+@/g, '$1***@')
    .replace(/((?:Static|Basic|Session)\w*(?:Provider|Credentials)\|)[^,]+/g, '$1***');
}
