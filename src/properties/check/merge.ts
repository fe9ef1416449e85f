import { findProperty, isInsideKclKey, propertyNames } from '../table/find.js';
import { isNewer } from '../../kcl/version.js';
import { type Origin, quote, type Setting } from '../read/setting.js';
import type { Problem } from './problem.js';
import type { PropertySpec } from '../table/row.js';
import type { Reading } from '../values/reading.js';
import { looksSecret } from '../read/secrets.js';
import { didYouMean, likelyMeant } from '../../did-you-mean.js';

export interface ChosenSetting {
  /** In the daemon's form. */
  readonly value: string;
  readonly origin: Origin;
  /** See Setting. */
  readonly subject: string;
}

export interface Merged {
  /** By the name that kcl-ts writes. */
  readonly chosen: Map<string, ChosenSetting>;
  readonly problems: Problem[];
  readonly warnings: string[];
}

interface Candidate {
  readonly setting: Setting;
  readonly spec: PropertySpec | undefined;
  readonly name: string;
}

/**
 * Chooses one value for each key from layers of settings, the strongest layer first, and checks the chosen ones.
 * A value that a stronger layer replaces is not checked: it has no effect.
 *
 * @param kcl the version of the KCL that is to know the keys
 */
export function mergeSettings(layers: readonly (readonly Setting[])[], kcl: string): Merged {
  const merged: Merged = { chosen: new Map(), problems: [], warnings: [] };
  const taken = new Map<string, Candidate>();
  for (const layer of layers) {
    const recognized = layer
      .map((setting) => recognize(setting, merged))
      .filter((candidate) => candidate !== undefined);
    for (const candidate of recognized) warnOfDroppedArn(candidate, taken, merged.warnings);
    const candidates = recognized.filter(({ name }) => !taken.has(slotOf(name)));
    reportClashes(candidates, merged.problems);
    for (const candidate of candidates) choose(candidate, kcl, merged);
    for (const candidate of candidates) taken.set(slotOf(candidate.name), candidate);
  }
  return merged;
}

/** Keys that are two ways to say one thing, so that a stronger layer's key replaces a weaker one's. */
function slotOf(name: string): string {
  switch (name) {
    case 'streamArn':
      return 'streamName';
    case 'initialPositionInStreamExtended':
      return 'initialPositionInStream';
    default:
      return name;
  }
}

/** That a flag replaces the same key of a file is its purpose; that it does away with another key is not plain to see. */
function warnOfDroppedArn(
  { name, setting }: Candidate,
  taken: ReadonlyMap<string, Candidate>,
  warnings: string[],
): void {
  const stronger = taken.get(slotOf(name));
  if (slotOf(name) !== 'streamName' || stronger === undefined || stronger.name === name) return;
  warnings.push(`${setting.subject} is not used: ${stronger.setting.subject} names the stream`);
}

function recognize(setting: Setting, { problems, warnings }: Merged): Candidate | undefined {
  const { key, subject, origin } = setting;
  const found = findProperty(key);
  if (found) return { setting, ...found };
  const unknown = `${subject}: the KCL has no key ${quote(key)}`;
  const isLikeOne = likelyMeant(key, propertyNames).length > 0;
  if (origin.source === 'file' && !isLikeOne && !isInsideKclKey(key)) {
    // Nothing like a key of the KCL: perhaps the user's own, in a file that other programs read too.
    if (looksSecret(key)) {
      warnings.push(`${unknown}; it is left out, because the daemon logs what it reads`);
      return undefined;
    }
    warnings.push(`${unknown}, the daemon ignores it`);
    return { setting, spec: undefined, name: key };
  }
  problems.push({
    message: `${unknown}${didYouMean(key, propertyNames)}`,
    hint: 'the daemon would ignore it without a word; docs/configuration.md lists all keys',
  });
  return undefined;
}

function reportClashes(candidates: readonly Candidate[], problems: Problem[]): void {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const slot = slotOf(candidate.name);
    const other = first.get(slot);
    first.set(slot, candidate);
    if (!other || agree(other, candidate)) continue;
    const both = `${other.setting.subject} and ${candidate.setting.subject}`;
    problems.push({ message: `${both} contradict each other`, hint: 'give one of them' });
  }
}

/** A stream's name and ARN may both be given; whether they name the same stream is checked with the values. */
function agree(a: Candidate, b: Candidate): boolean {
  if (slotOf(a.name) === 'streamName' && a.name !== b.name) return true;
  return a.name === b.name && a.setting.value === b.setting.value;
}

function choose(
  { setting, spec, name }: Candidate,
  kcl: string,
  { chosen, problems, warnings }: Merged,
): void {
  const { value, subject, origin, friendly, isRead } = setting;
  if (!spec) {
    chosen.set(name, { value, origin, subject });
    return;
  }
  if (spec.refused) {
    problems.push({ message: `${subject}: ${spec.refused}`, hint: 'leave it out' });
    return;
  }
  if (spec.since !== undefined && isNewer(spec.since, kcl)) {
    problems.push(tooNew(subject, spec.since, kcl));
    return;
  }
  if (spec.noEffect) warnings.push(`${subject} has no effect: ${spec.noEffect}`);
  const reading: Reading = isRead ? { value } : spec.type.read(value, spec, friendly);
  if ('problem' in reading) {
    problems.push({
      message: `${subject}: ${reading.problem}`,
      ...(reading.hint === undefined ? {} : { hint: reading.hint }),
    });
    return;
  }
  const valueSince = spec.valuesSince?.[reading.value];
  if (valueSince !== undefined && isNewer(valueSince, kcl)) {
    problems.push(tooNew(subject, valueSince, kcl));
    return;
  }
  if (reading.warning) warnings.push(`${subject}: ${reading.warning}`);
  chosen.set(name, { value: reading.value, origin, subject });
}

function tooNew(subject: string, since: string, kcl: string): Problem {
  return {
    message: `${subject}: needs KCL ${since} or newer, and the lock file has ${kcl}`,
    hint: `leave it out, or make a lock file of a newer KCL: kcl-ts lock --kcl-version ${since} --jars-lock jars.lock`,
  };
}
