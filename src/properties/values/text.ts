import { durationMillis } from '../duration.js';
import { didYouMean } from '../suggest.js';
import type { ReadValue } from './reading.js';

/** Any text but none at all. */
export const readText: ReadValue = (text) =>
  text.trim() === '' ? { problem: 'must not be empty' } : { value: text };

const truths = ['true', 'yes', 'y', 'on', '1'];
const untruths = ['false', 'no', 'n', 'off', '0'];

/** As commons-beanutils' BooleanConverter, which takes whatever it does not know (`true ` with a blank) for false. */
export const readBoolean: ReadValue = (text, spec) => {
  const word = text.toLowerCase();
  const value = truths.includes(word) || (untruths.includes(word) ? false : undefined);
  if (value === undefined) {
    const blank = [...truths, ...untruths].includes(word.trim()) ? ', without blanks around it' : '';
    return { problem: `must be true or false${blank}: the daemon reads anything else as false` };
  }
  if (!value && spec.primitive && spec.default === true) {
    return { problem: 'cannot be turned off: the daemon reads false as "not set" and keeps it on' };
  }
  return { value: String(value) };
};

/** One of the spec's values, in any case. */
export const readEnum: ReadValue = (text, spec, friendly) => {
  const values = spec.values ?? [];
  const wanted = friendly ? text.trim().replaceAll('-', '_') : text;
  const value = values.find((candidate) => candidate.toLowerCase() === wanted.toLowerCase());
  if (value !== undefined) return { value };
  const since = Object.entries(spec.valuesSince ?? {}).find(
    ([later]) => later.toLowerCase() === wanted.toLowerCase(),
  );
  if (since) return { problem: `needs KCL ${since[1]} or newer` };
  return { problem: `must be ${orList(values)}${didYouMean(wanted, values)}` };
};

/** Names separated by commas, each one of the spec's values. They are matched in their exact case. */
export const readList: ReadValue = (text, spec) => {
  const values = spec.values ?? [];
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !values.includes(name));
  if (wrong === undefined) return { value: names.join(',') };
  return {
    problem: `has ${JSON.stringify(wrong)}, which is none of ${values.join(', ')}${didYouMean(wrong, values)}`,
  };
};

/** `key=value,key=value`. The daemon drops a pair that is not exactly that, with a line in its log. */
export const readTags: ReadValue = (text) => {
  const pairs = text.split(',').map((pair) =>
    pair
      .trim()
      .split('=')
      .map((part) => part.trim()),
  );
  const wrong = pairs.find((pair) => pair.length !== 2 || pair.includes(''));
  if (wrong)
    return {
      problem: `has ${JSON.stringify(wrong.join('='))}, which is not key=value; the daemon would drop it`,
    };
  return { value: pairs.map((pair) => pair.join('=')).join(',') };
};

/** An ISO-8601 duration as java.time.Duration parses it; flags may say `12h`. */
export const readIsoDuration: ReadValue = (text, _spec, friendly) => {
  const trimmed = text.trim();
  const millis = friendly ? durationMillis(trimmed) : undefined;
  if (millis !== undefined) return { value: `PT${millis / 1000}S` };
  if (isoDuration.test(trimmed)) return { value: trimmed };
  return {
    problem: `must be ${friendly ? 'a duration such as 12h, or ' : ''}an ISO-8601 duration such as PT12H`,
  };
};

const isoDuration = /^\+?P(?=.)(?:\+?\d+D)?(?:T(?=.)(?:\+?\d+H)?(?:\+?\d+M)?(?:\+?\d+(?:[.,]\d{0,9})?S)?)?$/i;

function orList(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
