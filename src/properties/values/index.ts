import type { PropertySpec, PropertyType } from '../table/row.js';
import { readArn, readRegion, readUrl } from './aws.js';
import { readIsoDuration } from './duration.js';
import { readDouble, readEpochSeconds, readInteger } from './number.js';
import { readProviderClass, readProviders } from './providers.js';
import type { ReadValue, Reading } from './reading.js';
import { readBoolean, readCommand, readEnum, readList, readTags, readText } from './text.js';

const readers: Readonly<Record<PropertyType, ReadValue>> = {
  string: readText,
  command: readCommand,
  int: readInteger,
  long: readInteger,
  double: readDouble,
  boolean: readBoolean,
  enum: readEnum,
  arn: readArn,
  'aws-region': readRegion,
  uri: readUrl,
  duration: readIsoDuration,
  'epoch-seconds': readEpochSeconds,
  tags: readTags,
  'string-list': readList,
  'credentials-provider': readProviders,
  'class-name': readProviderClass,
  object: readText,
};

/** Checks one value of one key and gives it the form that the daemon understands. */
export function readValue(text: string, spec: PropertySpec, friendly: boolean): Reading {
  return readers[spec.type](text, spec, friendly);
}
