import { EnvHttpProxyAgent, interceptors, request, type Dispatcher } from 'undici';
import { systemCode } from '../../errors.js';
import type { FetchLimits } from '../jar-settings.js';
import type { ProxySettings } from './proxy-settings.js';

const REDIRECTS = 5;
const CONNECT_MILLIS = 10_000;

/** Requests over a few connections that are kept alive, through the proxy if there is one. */
export interface HttpConnection {
  get(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

/**
 * undici rather than Node's fetch: Node 20's honours no proxy, and its Agent lets the number of connections be set.
 * Certificates are Node's own and those of NODE_EXTRA_CA_CERTS.
 */
export function openConnection(
  proxy: ProxySettings,
  jobs: number,
  { stallMillis }: FetchLimits,
): HttpConnection {
  const agent = new EnvHttpProxyAgent({
    ...proxy,
    connections: jobs,
    connect: { timeout: Math.min(CONNECT_MILLIS, stallMillis) },
    headersTimeout: stallMillis,
    bodyTimeout: stallMillis,
  });
  // Follows redirects itself so that Authorization stays with the origin it is meant for.
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTS }));
  return {
    get: (url, headers, signal) => request(url, { dispatcher, headers, signal }),
    close: () => agent.destroy(),
  };
}

export interface ConnectionFailure {
  readonly reason: string;
  /** Whether another try may help. */
  readonly retry: boolean;
  /** It is the server, not the file asked for. */
  readonly outOfReach: boolean;
}

/** What went wrong on the way to a server, in words. */
export function describeFailure(error: unknown): ConnectionFailure {
  const message = deepestMessage(error);
  if (/redirect loop/i.test(message)) {
    return { reason: 'redirects in a loop', retry: false, outOfReach: false };
  }
  const code = deepestCode(error);
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)) {
    return { reason: `its certificate is not trusted (${code})`, retry: false, outOfReach: true };
  }
  if (/Proxy response \((403|407)\)/.test(message)) {
    return { reason: `the proxy refuses: ${message}`, retry: false, outOfReach: true };
  }
  const unreachable = code === undefined ? undefined : noConnection[code];
  if (unreachable !== undefined)
    return { reason: unreachable + byWhom(error), retry: true, outOfReach: true };
  const broken = code === undefined ? undefined : brokenOff[code];
  return { reason: broken ?? `the connection failed: ${message}`, retry: true, outOfReach: false };
}

const noConnection: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name cannot be resolved (ENOTFOUND)',
  EAI_AGAIN: 'its name cannot be resolved (EAI_AGAIN)',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'no route to the host (EHOSTUNREACH)',
  ENETUNREACH: 'there is no network (ENETUNREACH)',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

const brokenOff: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed midway',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped midway',
};

/** The address that refused: with a proxy, it is the proxy's. */
function byWhom(error: unknown): string {
  const inner = causeOf(error);
  if (inner !== undefined) return byWhom(inner);
  if (systemCode(error) !== 'ECONNREFUSED' || !(error instanceof Error) || !('address' in error)) return '';
  return ` by ${String(error.address)}${'port' in error ? `:${String(error.port)}` : ''}`;
}

function deepestCode(error: unknown): string | undefined {
  const inner = causeOf(error);
  return (inner === undefined ? undefined : deepestCode(inner)) ?? systemCode(error);
}

function deepestMessage(error: unknown): string {
  const inner = causeOf(error);
  if (inner !== undefined) return deepestMessage(inner);
  return error instanceof Error ? error.message || error.name : String(error);
}

function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError) return error.errors[0];
  return error instanceof Error ? error.cause : undefined;
}
