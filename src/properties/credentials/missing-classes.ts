import type { ChosenSetting } from '../check/merge.js';
import { propertyTable } from '../table/index.js';
import { ownProviders, providerClass, providers } from '../values/providers.js';

const ofProviders = new Set(
  propertyTable.flatMap(({ name, type }) => (type === providers || type === providerClass ? [name] : [])),
);

/** One line for each provider class of the user's own that java will not find. */
export function missingClasses(
  chosen: ReadonlyMap<string, ChosenSetting>,
  hasClass: (name: string) => boolean,
): string[] {
  return [...chosen].flatMap(([key, { value, subject }]) =>
    ofProviders.has(key)
      ? ownProviders(value)
          .filter((name) => !hasClass(name))
          .map((name) => `${subject}: ${name} is not on java's class path: add its jar with --classpath`)
      : [],
  );
}
