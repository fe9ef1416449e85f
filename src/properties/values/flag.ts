/** The key that a flag's value stands for, or what is wrong: `must be …`, a phrase after the flag and its value. */
export type FlagReading =
  | {
      readonly key: string;
      readonly value: string;
      /** The value is in the daemon's form; otherwise the key's own type reads it. */
      readonly isRead?: true;
    }
  | { readonly problem: string; readonly hint?: string };

export type ReadFlag = (text: string) => FlagReading;
