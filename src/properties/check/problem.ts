import { KclTsError, type ErrorCode } from '../../errors.js';

/** Something wrong with the configuration; a run reports all it finds at once. */
export interface Problem {
  readonly message: string;
  readonly hint?: string;
  /** CONFIG_INVALID unless said otherwise. */
  readonly code?: ErrorCode;
}

/** One error for all problems; with a single one, that problem is the error. */
export function problemsError(problems: readonly [Problem, ...Problem[]]): KclTsError {
  const [first, ...others] = problems;
  const code = first.code ?? 'CONFIG_INVALID';
  if (others.length === 0) {
    return new KclTsError(code, first.message, first.hint === undefined ? {} : { hint: first.hint });
  }
  const sameCode = others.every((other) => (other.code ?? 'CONFIG_INVALID') === code);
  return new KclTsError(sameCode ? code : 'CONFIG_INVALID', `${problems.length} settings are wrong`, {
    details: problems.map(({ message, hint }) => `- ${message}${hint ? `\n  → ${hint}` : ''}`).join('\n'),
  });
}
