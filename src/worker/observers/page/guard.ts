import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Judges whether a request was meant for this page. A website that resolves its own name to this machine (DNS rebinding)
 * gives itself away by the name in `Host`, and one that calls the page from elsewhere by its `Origin`.
 *
 * Where the page listens on all addresses, any address is its own: a browser sends an address only to who has it. A port
 * may be another one, as behind `docker -p` or `kubectl port-forward`.
 *
 * @param host what the page listens on
 * @returns why it is refused, or undefined if it is not
 */
export function whyRefused({ headers }: Pick<IncomingMessage, 'headers'>, host: string): string | undefined {
  const asked = headers.host ?? '';
  const name = nameOf(`http://${asked}`);
  if (name === undefined || !isOwn(name, host)) {
    return `the request is for the host "${asked}", which is not this page's: open it by the address that the log tells, or name the host with --ui-host`;
  }
  const { origin } = headers;
  if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== asked) {
    return `the request comes from another page, ${origin}`;
  }
  return undefined;
}

function isOwn(name: string, host: string): boolean {
  if (name === inUrl(host)) return true;
  if (isWildcard(host)) return loopback.includes(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  return isLoopback(host) && loopback.includes(name);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** A host as it stands in a URL: an IPv6 address in brackets. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
}

/** Of a URL that is nothing but a host and a port. */
function nameOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, username, password, pathname, search, hash } = new URL(url);
  return username || password || search || hash || pathname !== '/' ? undefined : hostname;
}
