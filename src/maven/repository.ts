import { KclTsError } from '../errors.js';

/** A place jars come from, in Maven's default layout. */
export interface Repository {
  /** Without credentials and without a slash at the end: safe to print. */
  readonly url: string;
  /** The Authorization header's value. Never printed. */
  readonly authorization?: string;
}

export const mavenCentral: Repository = { url: 'https://repo.maven.apache.org/maven2' };

/** Credentials for repositories whose address holds none. */
export interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Sent as a bearer token; goes before username and password. */
  readonly token?: string | undefined;
}

/** Reads an address as a user writes it: http(s), with or without `user:password@`. Throws CONFIG_INVALID. */
export function parseRepository(text: string, credentials: Credentials = {}): Repository {
  const invalid = (problem: string): KclTsError =>
    new KclTsError('CONFIG_INVALID', `a Maven repository's address ${problem}`, {
      hint: 'expected an address such as https://maven.example.com/maven2',
    });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The text may hold a password, so what cannot be parsed is not shown.
    throw invalid('is not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw invalid(`begins with ${url.protocol}, expected https: or http:`);
  }
  const own = basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  const authorization = own ?? authorizationOf(credentials);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  const bare = url.href.replace(/\/+$/, '');
  return authorization === undefined ? { url: bare } : { url: bare, authorization };
}

/** The address of a file in a repository. */
export function addressIn({ url }: Repository, path: string): string {
  return `${url}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function authorizationOf({ username, password, token }: Credentials): string | undefined {
  return token ? `Bearer ${token}` : basic(username ?? '', password ?? '');
}

function basic(username: string, password: string): string | undefined {
  if (!username && !password) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
