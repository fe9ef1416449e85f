import type { ReadFlag } from '../values/flag.js';
import type { ValueType } from '../values/reading.js';

/** One key of the MultiLangDaemon's properties file, as KCL 3.1.3 reads it unless `since` says otherwise. */
export interface PropertySpec {
  /** The spelling kcl-ts writes. A trailing `.*` stands for any builder property of that AWS client. */
  readonly name: string;
  /** Other spellings that the daemon takes for the same setting. */
  readonly aliases?: readonly string[];
  /** Reads and checks a value, within the bounds below. */
  readonly type: ValueType;
  /** The command line flag, as commander writes it. Without one the key is set by `--set`. */
  readonly flag?: string;
  /** Among the dozen flags that help shows first. */
  readonly usual?: true;
  /** What the daemon does without the key; text when it is not a constant. */
  readonly default?: string | number | boolean;
  readonly unit?: 'ms' | 's' | '%' | 'KB/s';
  readonly min?: number;
  readonly max?: number;
  /** The values of an enum or of a list. */
  readonly values?: readonly string[];
  /** Enum.valueOf reads it: the daemon does not start with another case. */
  readonly exactCase?: true;
  /** Values that a later KCL adds, with its version. */
  readonly valuesSince?: Readonly<Record<string, string>>;
  /**
   * A Java primitive, whose 0 or false ConfigurationSettableUtils takes for "not set": it leaves the default in
   * force, whatever that is.
   */
  readonly primitive?: true;
  /** Integer.parseInt reads it: the daemon does not start if there is a blank around the number. */
  readonly untrimmed?: true;
  /** Belongs to polling: contradicts fan-out, and makes a missing retrievalMode mean POLLING (RetrievalMode). */
  readonly polling?: true;
  /** Belongs to enhanced fan-out: contradicts polling. */
  readonly fanout?: true;
  /** The KCL version that has the key, where that is newer than 3.0.0. */
  readonly since?: string;
  readonly deprecatedSince?: string;
  /** Why the daemon accepts the key and does nothing with it. */
  readonly noEffect?: string;
  /** Why no value can be given: the daemon would not start. */
  readonly refused?: string;
  /** One line for `--help` and the reference page: a phrase without a full stop. */
  readonly summary: string;
  /** The line for `--help`, where the flag turns the key off and the summary would mislead. */
  readonly flagSummary?: string;
  /** What else the reference page says. */
  readonly notes?: string;
}

/** A flag that is no key of its own: its value goes to several keys, or says which key gets which value. */
export interface FlagSpec {
  /** As commander writes it. */
  readonly flag: string;
  /** Among the dozen flags that help shows first. */
  readonly usual?: true;
  /** One line for `--help` and the reference page. */
  readonly summary: string;
  /** The keys that get the value as it is, unless they are given themselves. */
  readonly keys?: readonly string[];
  /** What the value stands for, where it is not the value of a key. */
  readonly read?: ReadFlag;
  /** The value as a message may show it, where it may hold a secret. */
  readonly show?: (value: string) => string;
  /** May be given several times; the variable holds one value a line. */
  readonly repeatable?: true;
}
