import type { ChosenSetting } from './merge.js';

/** Whether a URL is on this machine. */
export function isLocalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\]$)/.test(hostname);
}

/** Whether Kinesis and DynamoDB are stand-ins on this machine. */
export function isLocalOnly(chosen: ReadonlyMap<string, ChosenSetting>): boolean {
  return ['kinesisEndpoint', 'dynamoDBEndpoint'].every((name) => {
    const endpoint = chosen.get(name);
    return endpoint !== undefined && isLocalUrl(endpoint.value);
  });
}
