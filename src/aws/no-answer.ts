import { systemCode } from '../errors.js';
import { askedEndpoint } from './asked-endpoint.js';
import { certificateHints } from '../kcl/causes/certificate-hints.js';

/** Why AWS was not reached, or was not what answered: what happened, and what to look at. */
export interface NoAnswer {
  readonly message: string;
  readonly hint: string;
}

const network =
  'check the network, --region and, if you named one, the endpoint (--endpoint-url) and the proxy';

/** Undefined for an answer of AWS's, a refusal among them, and for what is no error of the network. */
export function noAnswer(error: unknown): NoAnswer | undefined {
  const code = systemCode(error) ?? '';
  const where = askedEndpoint(error) ?? addressIn(error) ?? 'AWS';
  if (/^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/.test(code)) {
    return { message: `the host name of ${where} cannot be resolved (${code})`, hint: network };
  }
  if (code === 'ECONNREFUSED') return { message: `${where} refused the connection`, hint: network };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT' || isNamed(error, /^TimeoutError$/, code === '')) {
    return { message: `${where} did not answer in time`, hint: network };
  }
  if (/^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(code) || isOfAProxy(error)) {
    return { message: `${where} closed the connection`, hint: network };
  }
  if (/^(ENET|EHOST|EADDRNOTAVAIL|EACCES|EPERM)/.test(code) && isOfTheNetwork(error)) {
    return { message: `${where} cannot be reached (${code})`, hint: network };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return {
      message: `${where} answered without TLS`,
      hint: 'check the endpoint: one without TLS starts with http://',
    };
  }
  if (/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) {
    return {
      message: `the certificate of ${where} has expired or is not valid yet`,
      hint: certificateHints.expired,
    };
  }
  if (/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/.test(code)) {
    return {
      message: `the certificate of ${where} is for another host`,
      hint: certificateHints.otherHost,
    };
  }
  if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return {
      message: `node does not trust the certificate of ${where} (${code})`,
      hint: certificateHints.untrusted,
    };
  }
  const status = strangeStatus(error);
  if (status === undefined) return undefined;
  return {
    message: `${where} answered with status ${status}, but not as AWS does`,
    hint: 'something else listens there: check the endpoint (--endpoint-url) and the proxy',
  };
}

/** An HTML page, an empty 404, a redirect to a login: there was an answer, with nothing in it that AWS would say. */
function strangeStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  // The SDK throws the parser's SyntaxError for text that is no JSON, and names what has no name `Unknown`.
  return isNamed(error, /^(SyntaxError|Unknown|UnknownError)$/) ? httpStatusCode : undefined;
}

function isNamed(error: unknown, pattern: RegExp, and = true): boolean {
  return and && error instanceof Error && pattern.test(error.name);
}

/** Of https-proxy-agent 7, which gives it no code: the proxy ended the connection instead of opening a tunnel. */
function isOfAProxy(error: unknown): boolean {
  return (
    error instanceof Error && error.message.startsWith('Proxy connection ended before receiving CONNECT')
  );
}

function isOfTheNetwork(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && error.syscall !== 'open';
}

/** The host, or the address and port, that an error of node's names. */
function addressIn(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('hostname' in error && typeof error.hostname === 'string') return error.hostname;
  if (!('address' in error) || typeof error.address !== 'string') return undefined;
  return 'port' in error ? `${error.address}:${String(error.port)}` : error.address;
}
