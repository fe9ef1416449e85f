import { didYouMean } from '../../did-you-mean.js';
import { javaTrim, type ValueType } from './reading.js';

/** Any text but none at all. */
export const text: ValueType = {
  name: 'string',
  read: (given) => (given.trim() === '' ? { problem: 'must not be empty' } : { value: given }),
};

/** A builder property of an AWS client: any text, to which the daemon makes no rule. */
export const object: ValueType = { name: 'object', read: text.read };

/** The daemon splits at blanks; one before the program would be a program without a name. */
export const command: ValueType = {
  name: 'command',
  read: (text) => {
    const value = javaTrim(text);
    return value === '' ? { problem: 'must not be empty' } : { value };
  },
};

const truths = ['true', 'yes', 'y', 'on', '1'];
const untruths = ['false', 'no', 'n', 'off', '0'];

/** As commons-beanutils' BooleanConverter, which takes whatever it does not know (`true ` with a blank) for false. */
export const boolean: ValueType = {
  name: 'boolean',
  read: (text, spec, friendly) => {
    const word = (friendly ? text.trim() : text).toLowerCase();
    const isTrue = truths.includes(word);
    if (!isTrue && !untruths.includes(word)) {
      const blank = [...truths, ...untruths].includes(word.trim()) ? ', without blanks around it' : '';
      return { problem: `must be true or false${blank}: the daemon reads anything else as false` };
    }
    if (!isTrue && spec.primitive && spec.default === true) {
      return { problem: 'cannot be turned off: the daemon reads false as "not set" and keeps it on' };
    }
    return { value: String(isTrue) };
  },
};

/** One of the spec's values, in any case unless the daemon minds. Whether the KCL in use has it is for the caller to ask. */
export const oneOf: ValueType = {
  name: 'enum',
  read: (text, spec, friendly) => {
    const values = [...(spec.values ?? []), ...Object.keys(spec.valuesSince ?? {})];
    const given = friendly ? text.trim().replaceAll('-', '_') : text;
    const wanted = spec.exactCase && !friendly ? given : given.toUpperCase();
    if (values.includes(wanted)) return { value: wanted };
    return { problem: `must be ${orList(values)}${didYouMean(wanted, values)}` };
  },
};

/** Names separated by commas or blanks, each one of the spec's values in its exact case; none at all is a list too. */
export const list: ValueType = {
  name: 'string-list',
  read: (text, spec) => {
    const values = spec.values ?? [];
    const names = text.split(/[\s,]+/).filter((name) => name !== '');
    const wrong = names.find((name) => !values.includes(name));
    if (wrong === undefined) return { value: names.join(',') };
    return {
      problem: `has ${JSON.stringify(wrong)}, expected ${values.join(', ')}${didYouMean(wrong, values)}`,
    };
  },
};

/** `key=value,key=value`. The daemon drops a pair that is not exactly that, with a line in its log. */
export const tags: ValueType = {
  name: 'tags',
  read: (text) => {
    const pairs = javaTrim(text)
      .replace(/,+$/, '')
      .split(',')
      .map((pair) => javaTrim(pair).split('=').map(javaTrim));
    const wrong = pairs.find((pair) => pair.length !== 2 || pair.includes(''));
    if (!wrong) return { value: pairs.map((pair) => pair.join('=')).join(',') };
    return { problem: `has ${JSON.stringify(wrong.join('='))}, which is not key=value` };
  },
};

function orList(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
