import { isDenied } from '../../aws/aws-error.js';
import type { Lease } from '../../leases/list-leases.js';
import { passLeases, type Leaving, type LeftLeases } from '../../leases/hand-off.js';
import type { Sighting } from '../../leases/live-workers.js';
import { messageOf } from '../../errors.js';
import { awsClients } from '../aws-clients.js';
import type { WorkerEvents } from '../event-bus.js';
import type { LogSink } from '../observers/log-sink.js';
import type { WorkerSettings } from '../settings.js';
import { sharingOf } from './index.js';

/** What of a worker's settings it takes to pass its leases on. */
export type HandBackSettings = Pick<
  WorkerSettings,
  'aws' | 'region' | 'workerId' | 'properties' | 'hardStop'
>;

/** Passes leases of one worker on, and tells of it. */
export interface PassingOn {
  /** The client is made at the first call: loading the SDK takes time from java's start. */
  readonly leaving: () => Promise<Leaving>;
  /** Gives those of the worker's leases that are meant to the other workers. */
  pass(which: (lease: Lease) => boolean, before: Sighting | undefined): Promise<LeftLeases>;
  /** Something could not be done: a permission that is missing is said once, the rest is for `debug`. */
  readonly unable: (error: unknown) => void;
  /** Whether a permission was missing: to go on is of no use. */
  readonly denied: boolean;
  close(): void;
}

export function createPassingOn(
  settings: HandBackSettings,
  { events, log }: { readonly events: WorkerEvents; readonly log: Pick<LogSink, 'say'> },
): PassingOn {
  const { aws, workerId } = settings;
  const { pace, most } = sharingOf(settings);
  const { dynamodb, close } = awsClients(settings);
  let denied = false;
  const unable = (error: unknown): void => {
    if (!isDenied(error)) log.say('debug', `could not hand back: ${messageOf(error)}`);
    else if (!denied) {
      log.say(
        'warn',
        `the leases cannot be handed back, they expire by themselves: ${messageOf(error)} (kcl-ts iam-policy prints the permissions; --no-hand-back ends this message)`,
      );
    }
    denied ||= isDenied(error);
  };
  const leaving = async (): Promise<Leaving> => ({
    dynamodb: await dynamodb(),
    tables: aws.tables,
    workerId,
  });
  return {
    leaving,
    unable,
    get denied() {
      return denied;
    },
    async pass(which, before) {
      const passed = await passLeases({ ...(await leaving()), before, pace, most, which });
      const { given, freed } = passed;
      if (given.size > 0 || freed.length > 0) events.emit({ type: 'handedBack', given, freed });
      passed.failures.forEach(unable);
      return passed;
    },
    close: () => void close().catch(unable),
  };
}
