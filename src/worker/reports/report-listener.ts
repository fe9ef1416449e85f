export interface ReportListener {
  /** What of a line of stderr is the processor's own; undefined for one that was nothing but a report. */
  text(line: string): string | undefined;
  /**
   * Hands on what was reported until now. A report and a line of the daemon's log come on two ways: this puts the
   * reports first that were made before the line was written.
   */
  drain(): void;
  /** Tells the processors that the worker is to stop, those in the middle of a call too; where there are FIFOs. */
  tellStop(): void;
  /** Hands on what was reported until now, and no more. */
  close(): void;
}
