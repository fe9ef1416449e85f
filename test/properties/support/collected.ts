import { KclTsError } from '../../../src/errors.js';
import { collect, type CollectInput } from '../../../src/properties/collect.js';
import type { CollectedProperties } from '../../../src/properties/collected.js';
import { decodeProperties } from '../../../src/properties/read/decode.js';

export interface Given {
  /** 3.1.3 unless said otherwise. */
  readonly kcl?: string;
  /** `--region` -> a value or several; a flag without a value is `true`. */
  readonly flags?: Readonly<Record<string, string | readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of a properties file. */
  readonly file?: string;
  readonly forced?: CollectInput['forced'];
  readonly defaults?: CollectInput['defaults'];
  readonly profiles?: CollectInput['profiles'];
  readonly namesRequired?: boolean;
  readonly isLocal?: boolean;
  readonly hasClass?: CollectInput['hasClass'];
}

/** The names and the region that every worker needs. */
export const named = { '--stream': 'words', '--app': 'MyApp', '--region': 'eu-west-1' };

/** What a run with these settings would be configured with, on a machine called `host`. */
export function collected({ flags = named, env = {}, file, ...rest }: Given = {}): CollectedProperties {
  return collect({
    kcl: rest.kcl ?? '3.1.3',
    flags: new Map(
      Object.entries(flags).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
    ),
    env,
    ...(file === undefined
      ? {}
      : { file: { name: 'sample.properties', properties: decodeProperties(Buffer.from(file, 'latin1')) } }),
    forced: rest.forced ?? {},
    defaults: rest.defaults ?? {},
    namesRequired: rest.namesRequired ?? true,
    isLocal: rest.isLocal ?? false,
    machine: { hostname: 'host', pid: 42, uuid: 'a-uuid' },
    profiles: rest.profiles ?? new Map(),
    hasClass: rest.hasClass ?? (() => false),
  });
}

/** All that is wrong with these settings: message, details and hint in one text. */
export function refusal(given: Given): string {
  return [error(given).message, error(given).details, error(given).hint].filter(Boolean).join('\n');
}

export function error(given: Given): KclTsError {
  try {
    collected(given);
  } catch (thrown) {
    if (thrown instanceof KclTsError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}
