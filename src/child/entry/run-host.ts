import { Socket } from 'node:net';
import { messageOf } from '../../errors.js';
import { ControlChannel } from '../control-channel.js';
import { describeError } from '../describe-error.js';
import { controlDescriptor, type FromHost, type HostSettings, type ToHost } from '../hosting.js';
import { configureLogger } from '../log/logger.js';
import { attributeOutput } from './attribute-output.js';
import { Host } from './host.js';
import { loadCreate } from './load-create.js';
import { openEnds } from './open-ends.js';
import type { ServedShard } from './serve-shard.js';
import { createStopWatch } from './watch-stop.js';
import { telemetryOf } from './telemetry-of.js';
import { openReports } from './write-reports.js';

/** How often the load is told, if there is any. */
const loadEveryMs = 5_000;

/** Serves as many shards as kcl-ts asks for, with the processor of a compiled module, until kcl-ts lets go. */
export function runHost(settings: HostSettings): void {
  configureLogger(settings);
  attributeOutput(settings.secret);
  const host = new Host(openReports(settings.reports), {
    watchStop: createStopWatch(settings.reports),
    staysWithoutShards: true,
    ...telemetryOf(settings),
  });
  const shards = new Map<number, ServedShard>();
  let loadError: unknown;
  const failAll = (error: unknown): void => {
    for (const { session } of shards.values()) session.fail('load', error);
  };
  const processor = loadCreate(settings.entry, {
    done: new Promise(() => undefined),
    onError(error) {
      loadError ??= error;
      control.send({ type: 'loadFailed', ...describeError(error) });
      failAll(loadError);
    },
  });
  const serve = async ({
    relay,
    input,
    output,
    takeOver,
  }: Extract<ToHost, { type: 'serve' }>): Promise<void> => {
    let descriptors;
    try {
      descriptors = await openEnds(input, output);
    } catch (error) {
      control.send({ type: 'unopened', relay, reason: messageOf(error) });
      return;
    }
    control.send({ type: 'opened', relay });
    const shard = host.serve({
      createProcessor: async (named) => {
        control.send({ type: 'named', relay, ...named });
        return (await processor)(named);
      },
      descriptors,
      options: settings,
      takeOver,
    });
    shards.set(relay, shard);
    if (loadError !== undefined) failAll(loadError);
    const { failed } = await shard.done;
    shards.delete(relay);
    if (!shard.session.retiring) control.send({ type: 'done', relay, failed });
  };
  const retire = async (relay: number): Promise<void> => {
    const shard = shards.get(relay);
    const takeOver = await shard?.retire();
    control.send({ type: 'retired', relay, takeOver });
    if (shard && takeOver === undefined) {
      const { failed } = await shard.done;
      control.send({ type: 'done', relay, failed });
    }
  };
  const control = new ControlChannel<FromHost, ToHost>(
    new Socket({ fd: controlDescriptor }),
    (message) => {
      if (message.type === 'serve') void serve(message);
      else if (message.type === 'retire') void retire(message.relay);
      else void shards.get(message.relay)?.session.disconnect();
    },
    () => host.end(0),
  );
  void processor.then(() => control.send({ type: 'loaded' }));
  setInterval(() => {
    const bytes = host.takeHandledBytes();
    if (bytes > 0) control.send({ type: 'load', bytesPerSecond: (bytes / loadEveryMs) * 1000 });
  }, loadEveryMs).unref();
}
