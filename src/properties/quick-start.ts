import { unknownTables } from '../kcl/plan-tables.js';
import type { CollectedProperties } from './collected.js';
import { providerOfItsOwn } from './credentials/same-identity.js';

/**
 * Why kcl-ts cannot do itself what the daemon does at its start, if it cannot: it would make other tables, as somebody else,
 * or in another place.
 */
export function obstacleToQuickStart({
  kcl,
  properties,
  namedProfile,
  region,
}: Pick<CollectedProperties, 'kcl' | 'properties' | 'namedProfile' | 'region'>): string | undefined {
  const provider = providerOfItsOwn(properties, namedProfile);
  if (provider !== undefined) return `kcl-ts does not have the credentials of ${provider}`;
  const elsewhere = properties.get('dynamoDbClient.region');
  if (elsewhere !== undefined && elsewhere !== region) return `the tables are in ${elsewhere}`;
  return unknownTables(kcl, properties);
}
