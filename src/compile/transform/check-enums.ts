import { KclTsError } from '../../errors.js';

/**
 * A member of an enum that follows one whose value comes from another file: tsc counts on from it when it sees both files
 * (and refuses it with isolatedModules); compiled by itself it would be undefined, silently.
 *
 * @param code what esbuild printed
 * @throws KclTsError PROCESSOR_INVALID
 */
export function checkEnums(path: string, code: string): void {
  const member = /\w+\[\w+\["((?:[^"\\]|\\.)+)"\] = void 0\] = "\1"/.exec(code)?.[1];
  if (member === undefined) return;
  throw new KclTsError(
    'PROCESSOR_INVALID',
    `${path}: the enum member ${member} follows one whose value is not known in this file`,
    { hint: `give ${member} a value of its own: each file is compiled by itself` },
  );
}
