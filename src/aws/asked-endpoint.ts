/** Where the call that failed went to: not every error of the network says so. */
const asked = new WeakMap<object, string>();

/** The endpoint, such as `https://kinesis.eu-west-1.amazonaws.com`, of the call that failed with this error. */
export function askedEndpoint(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? asked.get(error) : undefined;
}

interface HttpAddress {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
}

type Middleware = <Call extends { readonly request: unknown }, Answer>(
  next: (call: Call) => Promise<Answer>,
) => (call: Call) => Promise<Answer>;

/**
 * A middleware for a client of the AWS SDK, of the step `finalizeRequest`: remembers where a call went that failed.
 *
 * @param proxy the host of the proxy that it goes by
 */
export function rememberEndpoint(proxy: string | undefined): Middleware {
  const way = proxy === undefined ? '' : ` by the proxy ${proxy}`;
  return (next) => async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (typeof error === 'object' && error !== null && isAddress(call.request)) {
        const { protocol, hostname, port } = call.request;
        asked.set(error, `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${way}`);
      }
      throw error;
    }
  };
}

function isAddress(request: unknown): request is HttpAddress {
  return typeof request === 'object' && request !== null && 'hostname' in request && 'protocol' in request;
}
