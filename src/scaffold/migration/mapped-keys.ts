import type { FileProperty } from '../../properties/read/decode.js';
import { looksSecret, withoutSecrets } from '../../properties/read/secrets.js';
import { findProperty } from '../../properties/table/find.js';
import { propertyOptions } from '../../properties/table/flags.js';

/** What becomes of one key of the file. */
export interface MappedKey {
  readonly key: string;
  /** As it may be shown. */
  readonly value: string;
  /** The flag that says the same; undefined if none does. */
  readonly flag?: readonly string[];
  readonly note?: string;
}

/** Each key of a properties file with the flag of `run` that stands for it. */
export function mapKeys(properties: readonly FileProperty[]): MappedKey[] {
  return properties.map(({ key, value }) => {
    const shown = looksSecret(key) ? '***' : withoutSecrets(value);
    const found = findProperty(key);
    if (found === undefined)
      return { key, value: shown, note: 'no key of the KCL: stays in the file, without effect' };
    if (found.name === 'executableName')
      return { key, value: shown, note: 'the processor on the command line, or `--exec`' };
    if (found.spec.noEffect !== undefined)
      return { key, value: shown, note: `no effect: ${found.spec.noEffect}` };
    return { key, value: shown, flag: flagFor(found.name, withoutSecrets(value.trim())) };
  });
}

function flagFor(name: string, value: string): readonly string[] {
  if (name === 'initialPositionInStream') return ['--from', value.toLowerCase().replaceAll('_', '-')];
  if (name === 'initialPositionInStreamExtended') return ['--from', value];
  const option = propertyOptions.find(({ keys, isShortcut }) => !isShortcut && keys.includes(name));
  if (option === undefined) return ['--set', `${name}=${value}`];
  if (option.flag.includes('<')) return [option.name, value];
  const isOff = option.flag.startsWith('--no-');
  return /^true$/i.test(value) === isOff ? ['--set', `${name}=${value}`] : [option.flag];
}
