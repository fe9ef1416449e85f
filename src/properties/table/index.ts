import type { FlagSpec, PropertySpec } from './row.js';
import { balancingProperties } from './balancing.js';
import { clientFlags, clientProperties } from './clients.js';
import { credentialsFlags, credentialsProperties } from './credentials.js';
import { leaseProperties } from './leases.js';
import { metricsProperties } from './metrics.js';
import { processorProperties } from './processor.js';
import { readingProperties } from './reading.js';
import { shardProperties } from './shards.js';
import { streamFlags, streamProperties } from './stream.js';
import { tableFlags, tableProperties } from './tables.js';

/** The groups of help and of the reference page, in their order. */
export const propertyGroups = [
  { title: 'Stream and application', properties: streamProperties, flags: streamFlags },
  { title: 'Reading records', properties: readingProperties },
  { title: 'Processors', properties: processorProperties },
  { title: 'Sharing the stream among workers', properties: leaseProperties },
  { title: 'Balancing by load', properties: balancingProperties },
  { title: 'Finding shards', properties: shardProperties },
  { title: 'DynamoDB tables', properties: tableProperties, flags: tableFlags },
  { title: 'Metrics', properties: metricsProperties },
  { title: 'Credentials', properties: credentialsProperties, flags: credentialsFlags },
  { title: 'Endpoints and AWS clients', properties: clientProperties, flags: clientFlags },
] as const satisfies readonly PropertyGroup[];

export interface PropertyGroup {
  readonly title: string;
  readonly properties: readonly PropertySpec[];
  /** Those that are no key of their own. */
  readonly flags?: readonly FlagSpec[];
}

/** Every key of the daemon that kcl-ts knows, wildcards included. */
export const propertyTable: readonly PropertySpec[] = propertyGroups.flatMap(
  (group): readonly PropertySpec[] => group.properties,
);

type Spec = (typeof propertyGroups)[number]['properties'][number];

/** The name of a key in the table; one under a wildcard has any name after the dot. */
export type PropertyName = Spec['name'] extends infer Name
  ? Name extends `${infer Prefix}.*`
    ? `${Prefix}.${string}`
    : Name
  : never;

/** Settings as a program writes them: the text of each value, in the daemon's own form. */
export type PropertySettings = Readonly<Partial<Record<PropertyName, string>>>;
