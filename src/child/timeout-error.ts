/** A processor took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(limitMs: number) {
    super(`it did not finish within ${limitMs / 1000} s`);
  }
}
