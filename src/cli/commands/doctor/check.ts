import { KclTsError, messageOf } from '../../../errors.js';

/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  /** `warn` does not keep kcl-ts from working; `fail` does. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** Further lines: what was looked at. */
  readonly details?: string;
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
    const { hint, details } = error instanceof KclTsError ? error : {};
    return {
      name,
      status: 'fail',
      message: messageOf(error),
      ...(details === undefined ? {} : { details }),
      ...(hint === undefined ? {} : { fix: hint }),
    };
  }
}
