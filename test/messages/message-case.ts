/** A mistake that a newcomer makes, and all that kcl-ts prints about it. */
export interface MessageCase {
  /** What was done, in a few words: the name of the test. */
  readonly when: string;
  readonly args: readonly string[];
  /** What the folder holds where the command is run, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables besides PATH, a HOME of its own and a JAVA_HOME that are set; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly exitCode: number;
  /** Nothing unless said. */
  readonly stdout?: string;
  /**
   * All of it, line by line. The test puts placeholders in place of what differs from run to run: <folder> for the folder,
   * <home>, <time> for the time of a log line, <port> for a port on 127.0.0.1.
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
