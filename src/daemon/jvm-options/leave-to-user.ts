import type { OwnOption } from './own.js';

/**
 * Leaves out what the user's options speak of: java takes the last of two values and refuses some pairs, and which comes
 * last depends on where the user gave it.
 */
export function leaveToUser(own: readonly OwnOption[], given: readonly string[]): string[] {
  const names = new Set(given.map(nameOf));
  return own
    .filter(({ option, yieldsTo }) => !names.has(nameOf(option)) && !given.some((one) => yieldsTo?.test(one)))
    .map(({ option }) => option);
}

/** What an option sets: `-Dkey` of `-Dkey=value`, `-XX:Flag` of `-XX:+Flag` and `-XX:Flag=value`, `-Xlog:cds`. */
function nameOf(option: string): string {
  const [name = ''] = option.split('=');
  return name.replace(/^-XX:[+-]/, '-XX:');
}
