import { KclTsError, messageOf } from '../../errors.js';

/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  /** `warn` does not keep kcl-ts from working; `fail` does. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** A text is good news. */
export type Finding = string | Omit<Check, 'name'>;

/** Runs a check; what it throws is bad news, with the hint as its fix. */
export async function check(name: string, look: () => Promise<Finding> | Finding): Promise<Check> {
  try {
    const finding = await look();
    return typeof finding === 'string' ? { name, status: 'ok', message: finding } : { name, ...finding };
  } catch (error) {
    const fix = error instanceof KclTsError ? error.hint : undefined;
    return { name, status: 'fail', message: messageOf(error), ...(fix === undefined ? {} : { fix }) };
  }
}
