import { readFileSync } from 'node:fs';
import { ownFile } from '../own-files.js';
import { collect, type CollectInput } from '../properties/collect.js';
import type { CollectedProperties } from '../properties/collected.js';

/** What is scaffolded uses the lock file of this package. */
const { kcl } = JSON.parse(readFileSync(ownFile('jars.lock'), 'utf8')) as { kcl: string };

/**
 * The properties that a worker will run with, wherever that is. Where nothing names a region, the worker's environment will.
 *
 * @throws KclTsError CONFIG_INVALID, as `run` would
 */
export function workerProperties(
  given: Pick<CollectInput, 'flags' | 'file' | 'hasClass'>,
): CollectedProperties {
  return collect({
    ...given,
    env: { AWS_REGION: 'us-east-1' },
    kcl,
    forced: {},
    defaults: {},
    namesRequired: true,
    isLocal: false,
    machine: { hostname: 'localhost', pid: 1, uuid: '' },
    profiles: new Map(),
  });
}
