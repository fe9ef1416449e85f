/** A line of kcl-ts's own for programs that read its output, by the names that the lines of the log have. */
export interface OwnLine {
  readonly time: Date;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly source: 'kcl-ts';
  readonly message: string;
  readonly error?: { readonly name?: string; readonly stack: string };
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Writes it as one line of text, without its end. */
export type EncodeLine = (line: OwnLine) => string;
