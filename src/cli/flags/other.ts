import { propertyOptions } from '../../properties/table/flags.js';
import type { OtherFlag } from '../../properties/reference.js';
import { runCommand } from '../commands/run.js';

/** The flags of `run` that are none of the KCL's, for the reference page. */
export function otherFlagsOfRun(): OtherFlag[] {
  const ofKeys = new Set(propertyOptions.map(({ flag }) => flag));
  const command = runCommand({
    context: () => {
      throw new Error('only its flags are looked at');
    },
  });
  return command.options
    .filter(({ flags }) => !ofKeys.has(flags))
    .map(({ flags, description, helpGroupHeading = 'Options:' }) => ({
      flag: flags,
      summary: description,
      group: helpGroupHeading.replace(/:$/, ''),
    }));
}
