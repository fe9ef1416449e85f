/** How the daemon's configurator reads a value, and so how kcl-ts checks it. */
export type PropertyType =
  | 'string'
  | 'command'
  | 'int'
  | 'long'
  | 'double'
  | 'boolean'
  | 'enum'
  | 'arn'
  | 'aws-region'
  | 'uri'
  | 'duration'
  | 'epoch-seconds'
  | 'tags'
  | 'string-list'
  | 'credentials-provider'
  | 'class-name'
  | 'object';

/** One key of the MultiLangDaemon's properties file, as KCL 3.1.3 reads it unless `since` says otherwise. */
export interface PropertySpec {
  /** The spelling kcl-ts writes. A trailing `.*` stands for any builder property of that AWS client. */
  readonly name: string;
  /** Other spellings that the daemon takes for the same setting. */
  readonly aliases?: readonly string[];
  readonly type: PropertyType;
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
