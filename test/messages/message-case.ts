/** A mistake that a newcomer makes, and all that kcl-ts prints about it. */
export interface MessageCase extends Omit<Printed, 'stdout'> {
  /** What was done, in a few words: the name of the test. */
  readonly when: string;
  readonly args: readonly string[];
  /** What the folder holds where the command is run, by name; and what the home holds, by names that begin with `~/`. */
  readonly files?: Readonly<Record<string, string | { readonly program: string }>>;
  /** Variables besides PATH, a HOME of its own and a JAVA_HOME that are set; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Starts what it needs, and returns the variables that lead there. */
  readonly prepare?: () => Promise<Readonly<Record<string, string>>>;
  /** Whether the jars that the other tests use are there; none are unless set. */
  readonly jars?: true;
  readonly input?: string;
  /** Ctrl-C is typed once this has been printed on stderr. */
  readonly stopAfter?: string;
  /** Nothing unless said. */
  readonly stdout?: string;
  /** What of stdout is compared, where the rest is about the machine; all of it unless set. */
  readonly part?: RegExp;
}

export interface Printed {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /**
   * All of it, line by line. The test puts placeholders in place of what differs from run to run: <folder> for the folder
   * and <folder address> for its URL,
   * <home>, <time> for the time of a log line, <port> for a port on 127.0.0.1, <sequence number>, <endpoint> of AWS, <code>
   * for why a name was not resolved.
   */
  readonly stderr: readonly string[];
}

/** A processor that works. */
export const goodProcessor = `export default class {
  async processRecords({ records, checkpointer }) {
    await checkpointer.checkpoint(records.at(-1));
  }
}
`;
