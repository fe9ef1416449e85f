/** Milliseconds that a Retry-After header asks to wait: seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterMillis(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
