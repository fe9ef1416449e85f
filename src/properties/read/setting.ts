import { looksSecret, withoutSecrets } from './secrets.js';

/** Where a setting came from. */
export type Origin =
  | { readonly source: 'flag'; readonly flag: string }
  | { readonly source: 'environment'; readonly variable: string }
  | { readonly source: 'file'; readonly file: string; readonly line: number }
  /** kcl-ts chose it; `because` says why, where that is not plain. */
  | { readonly source: 'default'; readonly because?: string }
  /** The command decided it: the processor, `--local`. */
  | { readonly source: 'command'; readonly because?: string };

/** For a message: `--region`, `KCL_TS_REGION`, `sample.properties:12`, `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.source) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return origin.variable;
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'default':
      return origin.because ? `default: ${origin.because}` : 'default';
    case 'command':
      return origin.because ?? 'kcl-ts';
  }
}

/** One value for one key, as somebody gave it. */
export interface Setting {
  /** As it was spelt: perhaps an alias, perhaps no key at all. */
  readonly key: string;
  readonly value: string;
  readonly origin: Origin;
  /** How the person gave it, for messages: `--max-records 20000`, `maxRecords=20000 (sample.properties:12)`. */
  readonly subject: string;
  /** Whether values such as `10s` are understood; a properties file must hold what the daemon understands. */
  readonly friendly: boolean;
  /** The value is in the daemon's form already: it was read from what stands for several keys. */
  readonly isRead?: true;
}

/** A setting from a properties file. */
export function fileSetting(key: string, value: string, origin: Origin): Setting {
  return { key, value, origin, subject: `${pair(key, value)} (${describeOrigin(origin)})`, friendly: false };
}

/** A setting that kcl-ts or one of its commands decides. */
export function ownSetting(key: string, value: string, origin: Origin): Setting {
  return { key, value, origin, subject: pair(key, value), friendly: false };
}

/** `key=value` for a message. */
export function pair(key: string, value: string): string {
  return `${key}=${looksSecret(key) ? '***' : quote(value)}`;
}

/** A value as it stands in a message: in quotes where its ends would not be seen. */
export function quote(value: string): string {
  const shown = withoutSecrets(value);
  return /^[\x21-\x7e]+$/.test(shown) ? shown : JSON.stringify(shown);
}
