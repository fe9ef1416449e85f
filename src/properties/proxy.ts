import type { Environment } from '../context.js';
import type { Problem } from './check/problem.js';

/** An option of java's that the user's own may replace. */
export interface ProxyOption {
  readonly option: string;
  /** The user's options that take its place, besides another value for the same name. */
  readonly yieldsTo?: RegExp;
}

export interface ProxyForJava {
  readonly jvmOptions: readonly ProxyOption[];
  readonly env: Readonly<Record<string, string>>;
}

const none: ProxyForJava = { jvmOptions: [], env: {} };

/**
 * Carries HTTPS_PROXY, ALL_PROXY and NO_PROXY over to the daemon's AWS clients.
 *
 * The AWS SDK for Java 2.33 asks for a proxy as if all its calls were plain http: it reads `http.proxyHost` or
 * HTTP_PROXY and never HTTPS_PROXY (measured with its Netty and Apache clients). The system properties win over the
 * environment as a whole. A password can only come from the environment, where other users of the machine do not
 * see it, and is not percent-decoded. NO_PROXY's domains must be written as `*.domain`.
 */
export function proxyForJava(env: Environment, callsAws: boolean, problems: Problem[]): ProxyForJava {
  const [variable, text] = firstOf(env, ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY']);
  if (text === undefined) return none;
  const direct = directHosts(firstOf(env, ['NO_PROXY'])[1]);
  // Stand-ins on this machine need no proxy, but a proxy in the environment would be asked for them.
  if (!callsAws) return { jvmOptions: [], env: noProxy(direct) };
  const proxy = parseProxy(variable, text);
  if ('message' in proxy) {
    problems.push(proxy);
    return none;
  }
  const { hostname, username, password } = proxy;
  const port = proxy.port || '80';
  if (username !== '') {
    const address = `http://${username}:${password}@${hostname}:${port}`;
    return { jvmOptions: [], env: { HTTP_PROXY: address, http_proxy: address, ...noProxy(direct) } };
  }
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    jvmOptions: [
      ...['http', 'https'].flatMap((scheme) => [
        { option: `-D${scheme}.proxyHost=${host}` },
        // An address belongs together: where the user names a host, the port is the user's as well.
        { option: `-D${scheme}.proxyPort=${port}`, yieldsTo: new RegExp(`^-D${scheme}\\.proxyHost=`) },
      ]),
      { option: `-Dhttp.nonProxyHosts=${direct.join('|')}` },
    ],
    env: {},
  };
}

/**
 * The proxy by which kcl-ts itself calls a host of AWS: by the same rules as the daemon. One that the daemon could not use
 * is an error where the settings of a worker are read, and none here.
 */
export function proxyForNode(env: Environment): ((host: string) => URL | undefined) | undefined {
  const [variable, text] = firstOf(env, ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY']);
  const proxy = text === undefined ? undefined : parseProxy(variable, text);
  if (proxy === undefined || 'message' in proxy) return undefined;
  const direct = directHosts(firstOf(env, ['NO_PROXY'])[1]).map(
    (host) => new RegExp(`^${host.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i'),
  );
  return (host) => (direct.some((pattern) => pattern.test(host)) ? undefined : proxy);
}

function parseProxy(variable: string, text: string): URL | Problem {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const like = 'it must look like http://proxy.example.com:3128';
  if (!URL.canParse(address)) return { message: `${variable} is not a URL`, hint: like };
  const proxy = new URL(address);
  if (proxy.protocol !== 'http:') {
    return {
      message: `${variable} names a proxy for ${proxy.protocol}//, but the daemon only knows http:// ones`,
      hint: `${like}: the calls to AWS are encrypted all the same`,
    };
  }
  if ((proxy.username + proxy.password).includes('%')) {
    return {
      message: `the user name or password in ${variable} has characters that are escaped in a URL, which the daemon's AWS SDK does not undo`,
      hint: 'use a password of letters and digits, or a proxy on this machine that adds it',
    };
  }
  return proxy;
}

/** The first that is set, in lower case or in capitals, as curl looks for them. */
function firstOf(env: Environment, names: readonly string[]): readonly [string, string | undefined] {
  for (const name of names) {
    for (const variable of [name.toLowerCase(), name]) {
      const value = env[variable];
      if (value) return [variable, value];
    }
  }
  return ['', undefined];
}

function noProxy(hosts: readonly string[]): Readonly<Record<string, string>> {
  return { NO_PROXY: hosts.join(','), no_proxy: hosts.join(',') };
}

/** NO_PROXY in the form of `http.nonProxyHosts`, and always this machine. Address ranges have no such form. */
function directHosts(text = ''): string[] {
  const hosts = text
    .split(/[\s,]+/)
    .map((host) => host.replace(/:\d+$/, ''))
    .filter((host) => host !== '' && !host.includes('/'));
  const withSubdomains = hosts.flatMap((host) => {
    if (host.includes('*') || /^[\d.]+$/.test(host) || host.includes(':')) return [host];
    const domain = host.replace(/^\./, '');
    return [domain, `*.${domain}`];
  });
  return [...new Set(['localhost', '127.*', ...withSubdomains])];
}
