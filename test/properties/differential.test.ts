import { beforeAll, describe, expect, it } from 'vitest';
import { KclTsError } from '../../src/errors.js';
import { collect } from '../../src/properties/collect.js';
import type { CollectedProperties } from '../../src/properties/collected.js';
import { findProperty } from '../../src/properties/table/find.js';
import { packagedLockFile } from '../../src/cli/flags/jars.js';
import { isNewer } from '../../src/kcl/version.js';
import { readLockFile } from '../../src/maven/lock/lock-file.js';
import type { PropertySpec } from '../../src/properties/table/row.js';
import { propertyTable } from '../../src/properties/table/index.js';
import { isInForceAsWritten } from './support/as-written.js';
import { askConfigurator, type Verdict } from './support/configurator.js';
import { valuesToTry } from './support/values-to-try.js';

/** The version of the daemon that is asked. */
const { kcl } = await readLockFile(packagedLockFile);

/** A file that the daemon starts with; a case adds one key to it, or replaces one. */
const base = new Map([
  ['executableName', 'node child.js'],
  ['streamName', 'words'],
  ['applicationName', 'app'],
  ['regionName', 'us-east-1'],
  ['awsCredentialsProvider', 'AnonymousCredentialsProvider'],
  ['workerIdentifier', 'w1'],
]);

/**
 * Where kcl-ts is meant to differ from the daemon: it refuses what the daemon would take and then cannot work with,
 * and takes what it knows how to mend.
 */
const intended: readonly Difference[] = [
  {
    reason: 'a number out of its range starts and then misbehaves',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      ['int', 'long', 'double'].includes(spec.type.name) &&
      (Number(text) < (spec.min ?? 0) || Number(text) > (spec.max ?? Infinity)),
  },
  {
    reason:
      'a time in milliseconds is 50000 years away in seconds, and one before 1970 is no time of a record',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      spec.type.name === 'epoch-seconds' && !(Number(text) >= 0 && Number(text) < 1e11),
  },
  {
    reason: 'hexadecimal, NaN and infinite numbers are never meant',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      spec.type.name === 'double' && (/x/i.test(text) || !Number.isFinite(Number(text))),
  },
  {
    reason: 'AWS takes no such name, and an empty one is a forgotten one',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      ['string', 'object', 'command'].includes(spec.type.name) &&
      (text.trim() === '' || /[^a-zA-Z0-9_.-]/.test(text)),
  },
  {
    reason: 'no AWS region has such a name',
    kclTs: 'refuses',
    holds: ({ spec, text }) => spec.type.name === 'aws-region' && !/^[a-z]+(-[a-z]+)+-\d+$/.test(text),
  },
  {
    reason: 'not http, or a host that java.net.URI does not find, or a password that the daemon would log',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      spec.type.name === 'uri' && (!/^https?:/i.test(text) || /[_ö@]|:\/\/\/|:\/(?!\/)|:\d{5,}$/.test(text)),
  },
  {
    reason: 'no ARN of a stream or of a consumer',
    kclTs: 'refuses',
    holds: ({ spec, text }) =>
      spec.type.name === 'arn' && (/stream\/\w+ |\/consumer\//.test(text) || !text.includes('/consumer/')),
  },
  {
    reason: 'a duration of nothing would delete what is alive',
    kclTs: 'refuses',
    holds: ({ spec, text }) => spec.type.name === 'duration' && /^P(T0S|0D)$/.test(text),
  },
  {
    reason: 'a dimension that the KCL has not reports nothing',
    kclTs: 'refuses',
    holds: ({ spec, text }) => spec.type.name === 'string-list' && /\b(operation|Shard)\b|;/.test(text),
  },
  {
    reason: 'a boolean with blanks around it is right by chance: "true " would be false',
    kclTs: 'refuses',
    holds: ({ spec, text }) => spec.type.name === 'boolean' && text !== text.trim(),
  },
  {
    reason: 'names of KCL 1.x get the new name, and a role gets the region of the stream',
    kclTs: 'takes',
    holds: ({ text }) => /DefaultAWSCredentialsProviderChain|role\/r\|s1$/.test(text),
  },
  {
    reason: 'a blank before the program is dropped, it would be a program without a name',
    kclTs: 'takes',
    holds: ({ spec, text }) => spec.type.name === 'command' && text.startsWith(' '),
  },
  {
    reason: 'the keys that the KCL reads no more are kept, with a warning',
    kclTs: 'takes',
    holds: ({ spec }) => spec.noEffect !== undefined,
  },
];

interface Difference {
  readonly reason: string;
  readonly kclTs: 'refuses' | 'takes';
  readonly holds: (attempt: Attempt) => boolean;
}

interface Attempt {
  readonly spec: PropertySpec;
  readonly text: string;
}

interface Tried extends Attempt {
  readonly file: ReadonlyMap<string, string>;
  readonly collected: CollectedProperties | undefined;
  readonly refusal: string;
}

describe('what kcl-ts takes from a properties file', () => {
  const specs = propertyTable.filter(({ name }) => !name.endsWith('.*'));
  const attempts = specs.flatMap((spec) =>
    [...new Set(valuesToTry(spec))].map((text) => attempt({ spec, text }, fileFor(spec, text))),
  );
  const misspelt = specs.flatMap((spec) =>
    [...new Set(misspellings(spec.name))]
      .filter((name) => name !== spec.name)
      .map((name) => {
        const text = aGoodValue(spec);
        return { name, ...attempt({ spec, text }, new Map([...base, [name, text]])) };
      }),
  );
  const taken = attempts.filter(
    ({ collected, spec }) => collected !== undefined && spec.noEffect === undefined,
  );
  let raw: Verdict[];
  let written: Verdict[];
  let ofMisspelt: Verdict[];
  let untouched: Verdict;

  beforeAll(async () => {
    const files = [base, ...attempts.map(({ file }) => file), ...misspelt.map(({ file }) => file)];
    const made = taken.map(({ collected }) => collected?.properties ?? base);
    const answers = await askConfigurator([...files, ...made]);
    [untouched] = answers as [Verdict];
    raw = answers.slice(1, 1 + attempts.length);
    ofMisspelt = answers.slice(1 + attempts.length, files.length);
    written = answers.slice(files.length);
  }, 240_000);

  it('is tried with at least 400 values', () => {
    expect(attempts.length).toBeGreaterThan(400);
  });

  it('is exactly what the daemon puts in force as written, but for the intended differences', () => {
    const unexpected: string[] = [];
    const used = new Set<Difference>();
    for (const [index, tried] of attempts.entries()) {
      const isTaken = tried.collected !== undefined;
      if (isTaken === works(tried, raw[index]!)) continue;
      const difference = intended.find(({ kclTs, holds }) => (kclTs === 'takes') === isTaken && holds(tried));
      if (difference) used.add(difference);
      else unexpected.push(describeAttempt(tried, raw[index]!));
    }
    expect(unexpected).toEqual([]);
    expect(intended.filter((difference) => !used.has(difference))).toEqual([]);
  });

  it('is in force as written in the file that kcl-ts makes of it', () => {
    const lost = taken
      .map((tried, index) => ({ tried, verdict: written[index]! }))
      .filter(({ tried, verdict }) => !works({ ...tried, text: plain(tried) }, verdict))
      .map(({ tried, verdict }) => describeAttempt(tried, verdict));
    expect(lost).toEqual([]);
  });

  it('is never a misspelt key: the daemon ignores those, and kcl-ts says so', () => {
    const silent: string[] = [];
    for (const [index, tried] of misspelt.entries()) {
      const verdict = ofMisspelt[index]!;
      const hasNoEffect = 'threw' in verdict || sameInForce(verdict, untouched);
      const isReported = tried.collected?.warnings.some((warning) => warning.includes(tried.name)) ?? true;
      const isKnown = findProperty(tried.name) !== undefined;
      if (hasNoEffect ? !isReported : !isKnown) silent.push(`${tried.name}: ${tried.refusal}`);
    }
    expect(silent).toEqual([]);
  });
});

function attempt({ spec, text }: Attempt, file: ReadonlyMap<string, string>): Tried {
  const properties = [...file].map(([name, value], index) => ({ key: name, value, line: index + 1 }));
  try {
    const collected = collect({
      kcl,
      flags: new Map(),
      env: {},
      file: { name: 'sample.properties', properties },
      forced: {},
      defaults: {},
      namesRequired: true,
      isLocal: false,
      machine: { hostname: 'host', pid: 1, uuid: 'uuid' },
      profiles: new Map(),
      hasClass: () => false,
    });
    return { spec, text, file, collected, refusal: '' };
  } catch (error) {
    if (!(error instanceof KclTsError)) throw error;
    return { spec, text, file, collected: undefined, refusal: `${error.message} ${error.details ?? ''}` };
  }
}

/** The base with one key, and with what must stand beside it so that the case is about its value alone. */
function fileFor(spec: PropertySpec, text: string): Map<string, string> {
  const file = new Map([...base, ...companions(spec, text), [spec.name, text]]);
  if (spec.name === 'kinesisCredentialsProvider.class') file.delete('awsCredentialsProvider');
  if (spec.name.endsWith('.region')) file.delete('regionName');
  return file;
}

function companions({ name, polling }: PropertySpec, text: string): [string, string][] {
  if (polling) return [['retrievalMode', 'POLLING']];
  if (name === 'streamArn')
    return [['regionName', /^arn:[^:]*:kinesis:([^:]+):/.exec(text)?.[1] ?? 'us-east-1']];
  if (name === 'kinesisEndpoint') return [['dynamoDBEndpoint', text]];
  if (name === 'dynamoDBEndpoint') return [['kinesisEndpoint', text]];
  if (!name.endsWith('.region')) return [];
  return ['kinesisClient', 'dynamoDbClient', 'cloudWatchClient'].map((client) => [
    `${client}.region`,
    'us-west-1',
  ]);
}

function works({ spec, text }: Attempt, verdict: Verdict): boolean {
  if ('threw' in verdict || spec.noEffect !== undefined) return false;
  if (spec.since !== undefined && isNewer(spec.since, kcl)) return false;
  return isInForceAsWritten(spec, text, verdict.inForce);
}

/** What kcl-ts says in the words of today's KCL, and more plainly. */
function plain({ spec, text }: Attempt): string {
  if (spec.type.name === 'command') return text.trimStart();
  if (spec.name === 'retrievalMode') return text.replace(/^default$/i, 'FANOUT');
  return text.replace(
    /(com\.amazonaws\.auth\.)?DefaultAWSCredentialsProviderChain/,
    'DefaultCredentialsProvider',
  );
}

function misspellings(name: string): string[] {
  return [name.charAt(0).toUpperCase() + name.slice(1), name.toLowerCase(), name.slice(0, -1), `${name} `];
}

function aGoodValue(spec: PropertySpec): string {
  if (spec.type.name === 'string') return 'words';
  return valuesToTry(spec)[0] ?? '';
}

function sameInForce(a: Verdict, b: Verdict): boolean {
  if ('threw' in a || 'threw' in b) return false;
  return JSON.stringify([...a.inForce]) === JSON.stringify([...b.inForce]);
}

function describeAttempt({ spec, text, refusal }: Tried, verdict: Verdict): string {
  const daemon = 'threw' in verdict ? `throws ${verdict.threw}` : 'starts';
  return `${spec.name}=${JSON.stringify(text)}: kcl-ts ${refusal || 'takes it'}; the daemon ${daemon}`;
}
